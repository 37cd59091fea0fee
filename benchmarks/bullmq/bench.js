// The other side of `./peal bench compare`: BullMQ on Redis. It reads commands from standard input,
// a line each, and answers each with one line of JSON; the end of its input ends it.
//
//   tune N     tries numbers of processes and concurrencies with N jobs each, and keeps the best
//   ingest N   adds N jobs while nobody works on them
//   road N     adds N jobs and waits until counts and a page show all of them as completed
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import readline from 'node:readline';
import { Queue } from 'bullmq';

const MODE = process.env.BENCH_MODE; // 'noop' or 'carrier'
const BULK = 1_000;
const PAGE = 100;
const POLL_MILLIS = 50;
const KEPT = { attempts: 5, backoff: { type: 'fixed', delay: 200 } };
const candidates = (processes, ...concurrencies) =>
  concurrencies.map((concurrency) => ({ processes, concurrency }));
const CANDIDATES = {
  noop: [...candidates(1, 50, 200, 500, 1_000), ...candidates(2, 50, 200, 500)],
  carrier: [...candidates(1, 100, 300, 600, 1_000), ...candidates(2, 150, 300, 500)],
}[MODE];

const connection = { host: '127.0.0.1', port: Number(process.env.BENCH_REDIS_PORT) };
const queue = new Queue('calls', { connection });
let workers = [];
let best = CANDIDATES[0];

/** Starts the worker processes of a candidate, in place of those that run. */
async function staff({ processes, concurrency }) {
  await Promise.all(workers.map(dismiss));
  workers = [];
  const program = fileURLToPath(new URL('worker.js', import.meta.url));
  for (let i = 0; i < processes; i++) {
    workers.push(fork(program, [String(concurrency)], { stdio: ['ignore', 2, 2, 'ipc'] }));
  }
  await Promise.all(workers.map((worker) => once(worker, 'message')));
}

async function dismiss(worker) {
  const gone = once(worker, 'exit');
  worker.disconnect();
  await gone;
}

/** One job per row, numbers as the file that Peal is given has them. */
function jobs(count) {
  const all = [];
  for (let row = 0; row < count; row++) {
    const number = 15_551_000_000 + 10_000 * Math.floor(row / 9_000) + 1_000 + (row % 9_000);
    all.push({ name: 'call', data: { phone_number: `+${number}`, first_name: 'Ada' }, opts: KEPT });
  }
  return all;
}

async function add(all) {
  for (let from = 0; from < all.length; from += BULK) {
    await queue.addBulk(all.slice(from, from + BULK));
  }
}

/** Until everything is completed, by the counts, and a page of it has been read. */
async function completed(count) {
  for (;;) {
    const counts = await queue.getJobCounts('completed', 'failed');
    if (counts.failed > 0) {
      const [first] = await queue.getFailed(0, 0);
      throw new Error(`${counts.failed} jobs failed: ${first?.failedReason}`);
    }
    if (counts.completed >= count) {
      break;
    }
    await new Promise((wake) => setTimeout(wake, POLL_MILLIS));
  }
  const page = await queue.getCompleted(0, PAGE - 1);
  if (page.length !== Math.min(PAGE, count)) {
    throw new Error(`a page of ${page.length} completed jobs`);
  }
}

const seconds = (begin) => (performance.now() - begin) / 1_000;

async function empty() {
  await queue.obliterate({ force: true });
  await queue.resume();
}

async function road(count) {
  await empty();
  const all = jobs(count);
  const begin = performance.now();
  await add(all);
  const ingestSeconds = seconds(begin);
  await completed(count);
  return { ingestSeconds, seconds: seconds(begin) };
}

async function ingest(count) {
  await empty();
  await queue.pause();
  const all = jobs(count);
  const begin = performance.now();
  await add(all);
  const took = seconds(begin);
  await empty();
  return { seconds: took };
}

async function tune(count) {
  await staff(best);
  await road(count);
  const tried = [];
  for (const candidate of CANDIDATES) {
    await staff(candidate);
    await road(Math.ceil(count / 4)); // a new process is cold
    tried.push({ ...candidate, perSecond: Math.round(count / (await road(count)).seconds) });
  }
  best = tried.reduce((a, b) => (b.perSecond > a.perSecond ? b : a));
  await staff(best);
  await road(count);
  return { best: { processes: best.processes, concurrency: best.concurrency }, tried };
}

const COMMANDS = { tune, ingest, road };
const answer = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

await queue.waitUntilReady();
answer({ ready: true });
for await (const line of readline.createInterface({ input: process.stdin })) {
  const [command, count] = line.split(' ');
  try {
    answer(await COMMANDS[command](Number(count)));
  } catch (fault) {
    answer({ error: `${command}: ${fault.message}` });
  }
}
process.exit(0);
