#!/usr/bin/env node
/* The command line: builds what is stale, then runs it. See `medimail --help`. */
import { prepare } from './prepare.mjs';

const main = await prepare();
process.setSourceMapsEnabled(true);
await import(new URL('cli/main.js', main).href);
