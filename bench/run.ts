/** `npm run bench` measures the throughput, `npm run bench -- NAME` one of the others; what follows are their options. */
const BENCHES = {
  throughput: () => import('./contest.js'),
  stream: () => import('./stream.js'),
  burst: () => import('./burst.js'),
  idle: () => import('./idle.js'),
  backlog: () => import('./backlog.js'),
  endurance: () => import('./endurance.js'),
  growth: () => import('./growth.js'),
  'scale-out': () => import('./scale-out.js'),
} as const;

const [name] = process.argv.slice(2);
const isNamed = name !== undefined && name in BENCHES;
// Each reads its options from there, and knows of no names.
if (isNamed) process.argv.splice(2, 1);
await BENCHES[isNamed ? (name as keyof typeof BENCHES) : 'throughput']();
