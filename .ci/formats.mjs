// Reads the files *.sarif and *.github of a folder.
//
// Usage: node formats.mjs MODULES FOLDER
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, folder] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(modules, 'x.js'));
const Ajv = require('ajv-draft-04').default;
const addFormats = require('ajv-formats').default;
const { issueCommand } = await import(pathToFileURL(join(modules, '@actions/core/lib/command.js')));

const schema = JSON.parse(readFileSync(join(modules, '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')));
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);

// sarif returns what is wrong with a log.
function sarif(text) {
  const log = JSON.parse(text);
  const wrong = validate(log) ? [] : validate.errors.map((e) => `${e.instancePath} ${e.message}`);
  const [run] = log.runs;
  for (const { ruleId, ruleIndex } of run.results) {
    if (run.tool.driver.rules[ruleIndex]?.id !== ruleId) wrong.push(`the rule of a result of ${ruleId} is another`);
  }
  return { count: run.results.length, noun: 'results', wrong };
}

// unescape undoes escapes one after the other, as a runner does.
const unescape = (text, escapes) => escapes.reduce((t, [from, to]) => t.replaceAll(from, to), text);
const inData = [['%0D', '\r'], ['%0A', '\n'], ['%25', '%']];
const inProperties = [['%0D', '\r'], ['%0A', '\n'], ['%3A', ':'], ['%2C', ','], ['%25', '%']];

// issued returns a command as the toolkit prints it.
function issued(name, properties, message) {
  const write = process.stdout.write;
  let printed = '';
  process.stdout.write = (text) => { printed += text; return true; };
  try {
    issueCommand(name, properties, message);
  } finally {
    process.stdout.write = write;
  }
  return printed.replace(/\r?\n$/, '');
}

// github returns which commands the toolkit would have printed in another way.
function github(text) {
  const commands = text.split('\n').slice(0, -1);
  const wrong = [];
  for (const command of commands) {
    const [, name, list, data] = /^::(\w+) (.*?)::(.*)$/.exec(command);
    const properties = Object.fromEntries(list.split(',').map((property) => {
      const [, key, value] = /^(\w+)=(.*)$/.exec(property);
      return [key, unescape(value, inProperties)];
    }));
    if (issued(name, properties, unescape(data, inData)) !== command) wrong.push(command);
  }
  return { count: commands.length, noun: 'commands', wrong };
}

let failed = 0;
for (const name of readdirSync(folder).sort()) {
  const { count, noun, wrong } = (name.endsWith('.sarif') ? sarif : github)(readFileSync(join(folder, name), 'utf8'));
  console.log(`${wrong.length ? 'FAIL' : 'ok  '} ${basename(name)}: ${count} ${noun}`);
  wrong.forEach((what) => console.log(`     ${what}`));
  failed += wrong.length;
}
process.exitCode = failed ? 1 : 0;
