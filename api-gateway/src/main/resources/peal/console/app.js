// The frame around the pages: who is signed in, which page is shown, where the focus goes.

import { access, leave } from './access.js';
import { whenSignedOut } from './api.js';
import { el, fill, announce } from './dom.js';
import { refused } from './words.js';
import { watchDialing } from './dialing.js';
import { signIn } from './sign-in.js';
import { batchList } from './batches.js';
import { newBatch } from './upload.js';
import { oneBatch } from './batch.js';
import { oneCall } from './call.js';
import { agentList } from './agents.js';
import { numberHistory } from './numbers.js';
import { webhookList } from './webhooks.js';
import { doNotCall } from './do-not-call.js';

const PAGES = [
  [/^$/, 'Batches', batchList],
  [/^new$/, 'New batch', newBatch],
  [/^agents$/, 'Agents', agentList],
  [/^number$/, 'Number', numberHistory],
  [/^do-not-call$/, 'Do not call', doNotCall],
  [/^webhooks$/, 'Webhooks', webhookList],
  [/^batches\/([^/]+)$/, 'Batch', oneBatch],
  [/^batches\/([^/]+)\/calls\/([^/]+)$/, 'Call', oneCall],
];
const LINKS = [['#/', 'Batches'], ['#/new', 'New batch'], ['#/agents', 'Agents'], ['#/number', 'Number'], ['#/do-not-call', 'Do not call'], ['#/webhooks', 'Webhooks']];

const top = document.getElementById('top');
const main = document.getElementById('main');
const stops = document.getElementById('stops');
const stopButton = el('span');
let watching = null;
let page = new AbortController();

function path() {
  return location.hash.replace(/^#\/?/, '').replace(/\/$/, '');
}

/** Shows the page that the address names; the one before stops whatever it was doing. */
async function show({ first = false } = {}) {
  page.abort();
  page = new AbortController();
  const here = page;
  const who = access();
  header(who);
  watch(who);
  if (!who) {
    document.title = 'Sign in · Peal';
    signIn(main, () => show());
    return;
  }
  for (const [pattern, title, render] of PAGES) {
    const found = pattern.exec(path());
    if (found) {
      document.title = `${title} · Peal`;
      window.scrollTo(0, 0);
      fill(main);
      if (!first) {
        main.focus({ preventScroll: true });
        announce(title);
      }
      try {
        await render(main, { signal: here.signal, parts: found.slice(1).map(decodeURIComponent) });
      } catch (e) {
        if (!here.signal.aborted) {
          fill(main, el('h1', {}, title), refused(e, 'This page could not be shown.'),
            el('p', {}, el('button', { type: 'button', onclick: () => show() }, 'Try again')));
        }
      }
      return;
    }
  }
  document.title = 'Not found · Peal';
  fill(main, el('h1', {}, 'There is no such page'), el('p', {}, el('a', { href: '#/' }, 'To the batches')));
}

function header(who) {
  top.hidden = !who;
  if (!who) {
    fill(top);
    return;
  }
  const here = '#/' + path();
  const current = (href) => (href === here || (href === '#/' && here.startsWith('#/batches')) ? 'page' : null);
  fill(top,
    el('a', { class: 'brand', href: '#/' }, el('img', { src: '/console/icon.svg', alt: '', width: 28, height: 28 }), 'Peal'),
    el('nav', { 'aria-label': 'Main' }, LINKS.map(([href, text]) =>
      el('a', { href, 'aria-current': current(href) }, text))),
    el('div', { class: 'who' }, stopButton, el('span', { title: 'Workspace' }, who.workspace),
      el('button', { type: 'button', class: 'quiet', onclick: signOut }, 'Sign out')));
}

/** One watch for as long as somebody is signed in, whatever page is shown. */
function watch(who) {
  const whose = who ? who.workspace + ' ' + who.key : '';
  if (watching?.whose === whose) {
    return;
  }
  watching?.end.abort();
  fill(stops);
  fill(stopButton);
  stops.hidden = true;
  watching = { whose, end: new AbortController() };
  if (who) {
    watchDialing(stops, stopButton, watching.end.signal);
  }
}

function signOut() {
  leave();
  history.replaceState(null, '', '#/');
  show();
}

whenSignedOut(() => {
  leave();
  show().then(() => announce('The key does not open the workspace any more. Sign in again.'));
});
window.addEventListener('hashchange', () => show());
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
show({ first: true });
