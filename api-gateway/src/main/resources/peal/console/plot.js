// Progress over time: how many calls had ended, and how. Drawn as SVG so that it takes its colours
// from the page, in light and dark.

import { el, fill, svg } from './dom.js';
import { number, seconds } from './words.js';

const WIDTH = 640;
const HEIGHT = 200;
const LEFT = 52;
const BOTTOM = 24;
const MOST_POINTS = 200;
const LAYERS = ['completed', 'failed', 'cancelled'];

/** A plot of points {at (ms), completed, failed, cancelled}, up to `total` calls. */
export function plot() {
  const figure = el('figure', { class: 'plot' });
  return {
    node: figure,
    draw(points, total) {
      fill(figure, points.length < 2
        ? el('p', { class: 'empty' }, 'The plot begins with the first call that ends.')
        : [picture(thinned(points), total), legend()]);
    },
  };
}

function picture(points, total) {
  const start = points[0].at;
  const end = Math.max(points.at(-1).at, start + 1);
  const x = (at) => LEFT + ((at - start) / (end - start)) * (WIDTH - LEFT - 6);
  const y = (count) => 8 + (1 - count / Math.max(1, total)) * (HEIGHT - BOTTOM - 8);
  const below = points.map(() => 0);
  const areas = LAYERS.map((layer) => {
    const floor = [...below];
    points.forEach((point, i) => { below[i] += point[layer] ?? 0; });
    if (below.every((value, i) => value === floor[i])) {
      return null;
    }
    const upper = points.map((point, i) => `${x(point.at).toFixed(1)},${y(below[i]).toFixed(1)}`);
    const lower = points.map((point, i) => `${x(point.at).toFixed(1)},${y(floor[i]).toFixed(1)}`).reverse();
    return svg('polygon', { class: layer, points: [...upper, ...lower].join(' ') });
  });
  const last = below.at(-1);
  const grid = [0, total / 2, total].map((count) => [
    svg('line', { class: 'grid', x1: LEFT, x2: WIDTH - 6, y1: y(count), y2: y(count) }),
    svg('text', { x: LEFT - 8, y: y(count) + 4, 'text-anchor': 'end' }, number(Math.round(count))),
  ]);
  const label = `${number(last)} of ${number(total)} calls had ended after ${seconds((end - start) / 1_000)}.`;
  return svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label },
    grid, areas,
    svg('text', { x: LEFT, y: HEIGHT - 4 }, 'start'),
    svg('text', { x: WIDTH - 6, y: HEIGHT - 4, 'text-anchor': 'end' }, `+ ${seconds((end - start) / 1_000)}`));
}

function legend() {
  return el('figcaption', {}, LAYERS.map((layer) => el('span', { class: 'key' }, el('i', { class: layer }), layer)));
}

/** Enough for a picture, with the first and the last. */
function thinned(points) {
  if (points.length <= MOST_POINTS) {
    return points;
  }
  const step = (points.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, i) => points[Math.round(i * step)]);
}
