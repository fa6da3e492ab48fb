#!/usr/bin/env node
/*
 * `npm start`: builds what is missing or older than its sources, then becomes the service. The service runs in this
 * very process, so that signals, exit code and death are its own, and nothing stands between the two.
 */
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Medimail needs Node.js 20.19 or later; this is ${process.versions.node}.`);
  process.exit(1);
}

import('./prepare.mjs')
  .then(({ prepare }) => prepare())
  .then((main) => {
    process.setSourceMapsEnabled(true);
    process.argv[1] = main.pathname;
    return import(main.href);
  })
  .catch((error) => {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    process.exit(1);
  });
