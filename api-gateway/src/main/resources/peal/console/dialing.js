// The bar on every page while dialing is stopped, and the switch that stops it.

import { ask } from './api.js';
import { el, fill, announce } from './dom.js';
import { pause } from './events.js';
import { day, refused } from './words.js';

const DIALING = '/v1/api/dialing';

/** Its share of a key's requests is small beside a page's. */
const EVERY = 10_000;

const WHAT = {
  all: 'The operator has stopped dialing for everybody',
  workspace: 'The operator has stopped dialing for this workspace',
  own: 'Dialing of this workspace is stopped',
};

/**
 * Looks as long as somebody is signed in.
 *
 * @param place where the bar goes
 * @param button where the switch goes, for those who may use it
 */
export async function watchDialing(place, button, signal) {
  const dialog = switchDialog(signal, (state) => draw(state));
  let last = '';
  document.body.append(dialog.node);
  signal.addEventListener('abort', () => dialog.node.remove());

  function draw(state) {
    const stops = state.scopes.filter((scope) => scope.stopped);
    const shown = JSON.stringify([stops, state.mayStop]);
    if (shown === last || signal.aborted) {
      return;
    }
    last = shown;
    place.hidden = stops.length === 0;
    fill(place, stops.map((stop) => line(stop, state.mayStop, dialog)));
    const own = stops.some((stop) => stop.scope === 'own');
    fill(button, state.mayStop && !own
      ? el('button', { type: 'button', class: 'danger', onclick: () => dialog.stop() }, 'Stop dialing')
      : null);
    if (stops.length > 0) {
      announce(stops.map(what).join('. '));
    }
  }

  while (!signal.aborted) {
    if (!document.hidden) {
      try {
        draw(await ask(DIALING, { signal }));
      } catch {
        // What was known stays; the page's own requests tell what is wrong.
      }
    }
    try {
      await pause(EVERY, signal);
    } catch {
      return;
    }
  }
}

function what(stop) {
  return WHAT[stop.scope] ?? `The operator has stopped dialing at carrier ${stop.id}`;
}

function line(stop, mayStop, dialog) {
  return el('div', { class: 'stop' },
    el('p', {}, el('strong', {}, what(stop)), ' since ', day(Date.parse(stop.at)),
      stop.scope === 'own' ? ` by ${stop.by}` : null,
      stop.reason ? `: ${stop.reason}` : null, '. ', el('span', { class: 'hint' }, 'Calls that ring or talk go on.')),
    stop.scope === 'own' && mayStop
      ? el('button', { type: 'button', onclick: () => dialog.resume() }, 'Resume dialing')
      : null);
}

/** Asks before it stops or resumes. */
function switchDialog(signal, done) {
  const title = el('h2', { id: 'dialing-title' });
  const text = el('p');
  const reason = el('input', { name: 'reason', maxlength: 200, autocomplete: 'off' });
  const why = el('label', { class: 'field' }, 'Why? Everybody here will read it.', reason);
  const answer = el('div', { 'aria-live': 'assertive' });
  const yes = el('button', { type: 'button', class: 'danger main', onclick: act });
  const node = el('dialog', { class: 'switch', 'aria-labelledby': 'dialing-title' }, title, text, why, answer,
    el('div', { class: 'actions' },
      el('button', { type: 'button', class: 'quiet', autofocus: true, onclick: () => node.close() }, 'Leave it'), yes));
  let verb = 'stop';

  async function act() {
    yes.disabled = true;
    try {
      const json = verb === 'stop' && reason.value.trim() ? { reason: reason.value.trim() } : {};
      const said = await ask(`${DIALING}/${verb}`, { method: 'POST', json, signal });
      node.close();
      announce(said.message);
      done(said);
    } catch (e) {
      fill(answer, refused(e, verb === 'stop' ? 'Dialing was not stopped.' : 'Dialing was not resumed.'));
    } finally {
      yes.disabled = false;
    }
  }

  function open(which, heading, sentence, label) {
    verb = which;
    fill(title, heading);
    fill(text, sentence);
    fill(yes, label);
    fill(answer);
    why.hidden = which !== 'stop';
    node.showModal();
  }

  return {
    node,
    stop: () => open('stop', 'Stop all dialing of this workspace?',
      'Nobody is dialed any more, of any batch, until somebody resumes. Calls that ring or talk go on.', 'Stop dialing'),
    resume: () => open('resume', 'Resume dialing?',
      'Every batch goes on: slowly at first, at the whole pace within a minute.', 'Resume dialing'),
  };
}
