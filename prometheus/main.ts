import { runRender } from './render-program.ts';

process.exitCode = runRender(process.argv.slice(2), {
  env: process.env,
  print: (text) => console.log(text),
  complain: (text) => console.error(text),
});
