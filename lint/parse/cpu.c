#include "cpu.h"

#include <time.h>

static uint64_t used_by_all(void) { return (uint64_t)((double)clock() * 1000000 / CLOCKS_PER_SEC); }

#ifdef _WIN32

#include <windows.h>

static uint64_t ticks(FILETIME t) { return (uint64_t)t.dwHighDateTime << 32 | t.dwLowDateTime; }

uint64_t rl_cpu_micros(void) {
	FILETIME created, ended, kernel, user;
	if (!GetThreadTimes(GetCurrentThread(), &created, &ended, &kernel, &user)) return used_by_all();
	return (ticks(kernel) + ticks(user)) / 10;
}

#else

uint64_t rl_cpu_micros(void) {
	struct timespec t;
	if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t) != 0) return used_by_all();
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

#endif
