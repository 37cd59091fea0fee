// What a start would come to: dials per hour, and what calls wait for. Drawn as SVG so that it takes
// its colours from the page, in light and dark.

import { el, svg } from './dom.js';
import { day, number, plural, seconds, words } from './words.js';

const WIDTH = 640;
const HEIGHT = 160;
const LEFT = 52;
const BOTTOM = 24;
const HOUR = 3_600_000;
const MOST_BARS = 168;

/** The answer to a plan. */
export function forecast(plan) {
  const facts = [
    [plan.complete ? 'finishes' : 'planned until', day(plan.finishesAt)],
    ['calls', number(plan.totalCalls)],
    ['dials', number(plan.attempts)],
    ['at once, at most', number(plan.peakConcurrency)],
    ['held up by', plan.bottleneck ? words(plan.bottleneck) : 'nothing'],
    ...(plan.cutOff.calls ? [['cut off by the end', number(plan.cutOff.calls)]] : []),
    ...(plan.notPlanned ? [['not planned', number(plan.notPlanned)]] : []),
    ...Object.entries(plan.skipped).map(([rule, calls]) => [`skipped: ${words(rule)}`, number(calls)]),
    ...plan.waits.map((wait) => [`waited for ${words(wait.reason)}`,
      `${plural(wait.dials, 'dial')}, ${seconds(wait.averageSeconds)} on average`]),
  ];
  return el('section', { id: 'forecast', 'aria-labelledby': 'forecast-title' },
    el('h3', { id: 'forecast-title' }, 'What this comes to'),
    el('dl', { class: 'parts' }, facts.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value)))),
    plan.dialsPerHour.length ? el('figure', { class: 'plot' }, picture(bars(plan.dialsPerHour))) : null,
    el('p', { class: 'hint' }, plan.message));
}

/** Bars of one hour each, or of as many as make a week of bars; hours without dials are empty ones. */
function bars(hours) {
  const first = hours[0].hour;
  const count = (hours.at(-1).hour - first) / HOUR + 1;
  const each = Math.ceil(count / MOST_BARS);
  const all = Array.from({ length: Math.ceil(count / each) }, (_, i) => ({ at: first + i * each * HOUR, dials: 0 }));
  for (const { hour, dials } of hours) {
    all[Math.floor((hour - first) / HOUR / each)].dials += dials;
  }
  return { all, each, end: first + all.length * each * HOUR };
}

function picture({ all, each, end }) {
  const most = Math.max(...all.map((bar) => bar.dials));
  const width = (WIDTH - LEFT - 6) / all.length;
  const height = (dials) => (dials / most) * (HEIGHT - BOTTOM - 8);
  const per = each === 1 ? 'hour' : `${number(each)} hours`;
  const label = `Dials per ${per} from ${day(all[0].at)} to ${day(end)}, ${number(most)} at most.`;
  const grid = [0, most].map((dials) => [
    svg('line', { class: 'grid', x1: LEFT, x2: WIDTH - 6, y1: HEIGHT - BOTTOM - height(dials), y2: HEIGHT - BOTTOM - height(dials) }),
    svg('text', { x: LEFT - 8, y: HEIGHT - BOTTOM - height(dials) + 4, 'text-anchor': 'end' }, number(dials)),
  ]);
  return [
    svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label },
      grid,
      all.map((bar, i) => svg('rect', {
        class: 'completed', x: (LEFT + i * width).toFixed(1), width: Math.max(1, width - 1).toFixed(1),
        y: (HEIGHT - BOTTOM - height(bar.dials)).toFixed(1), height: height(bar.dials).toFixed(1),
      })),
      svg('text', { x: LEFT, y: HEIGHT - 4 }, day(all[0].at)),
      svg('text', { x: WIDTH - 6, y: HEIGHT - 4, 'text-anchor': 'end' }, day(end))),
    el('figcaption', {}, `Dials per ${per}`),
  ];
}
