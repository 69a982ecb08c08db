#ifndef RL_CPU_H
#define RL_CPU_H

#include <stdint.h>

// rl_cpu_micros returns how many microseconds of the processor's time the thread
// has used, or where that cannot be had, the program: neither stands still while a
// parser works.
uint64_t rl_cpu_micros(void);

#endif
