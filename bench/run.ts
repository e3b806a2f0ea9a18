/** `npm run bench` measures the throughput, `npm run bench -- stream` the in-app stream; what follows are their options. */
const BENCHES = {
  throughput: () => import('./throughput.js'),
  stream: () => import('./stream.js'),
} as const;

const [name] = process.argv.slice(2);
const isNamed = name !== undefined && name in BENCHES;
// Each reads its options from there, and knows of no names.
if (isNamed) process.argv.splice(2, 1);
await BENCHES[isNamed ? (name as keyof typeof BENCHES) : 'throughput']();
