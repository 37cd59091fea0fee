// A process that works on jobs: nothing at all, or one call each at the carrier simulator. It ends
// when the process that started it lets go of it.
import { Worker } from 'bullmq';
import { Carrier } from './carrier.js';

const connection = {
  host: '127.0.0.1',
  port: Number(process.env.BENCH_REDIS_PORT),
  maxRetriesPerRequest: null,
};
const carrier =
  process.env.BENCH_MODE === 'carrier'
    ? await Carrier.open(process.env.BENCH_SIMULATOR, process.env.BENCH_SECRET)
    : null;
const work = carrier ? (job) => carrier.call(job) : async () => 'answered';

const worker = new Worker('calls', work, { connection, concurrency: Number(process.argv[2]) });
worker.on('error', (fault) => console.error(fault));
await worker.waitUntilReady();
process.on('disconnect', () => process.exit(0));
process.send('ready');
