import { enter, lastWorkspace } from './access.js';
import { ask, WORKSPACE } from './api.js';
import { el, field, fill, svg } from './dom.js';
import { refused } from './words.js';

/** The door: a workspace and its key. */
export function signIn(main, done) {
  const workspace = el('input', {
    name: 'workspace', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', required: true,
    value: lastWorkspace(),
  });
  const key = el('input', { name: 'key', type: 'password', autocomplete: 'current-password', required: true });
  const button = el('button', { class: 'main' }, 'Sign in');
  const answer = el('div', { 'aria-live': 'assertive' });
  const form = el('form', { onsubmit: submit },
    field('Workspace', workspace),
    field('API key', key, 'Kept in this tab only, and forgotten when you close it.'),
    answer, button);

  async function submit(event) {
    event.preventDefault();
    const who = { workspace: workspace.value.trim(), key: key.value.trim() };
    if (!who.workspace || !who.key) {
      fill(answer, refused({ message: 'A workspace and a key are both needed.' }, 'Not yet.'));
      (who.workspace ? key : workspace).focus();
      return;
    }
    button.disabled = true;
    try {
      await ask(WORKSPACE, { who });
      enter(who.workspace, who.key);
      done();
    } catch (e) {
      fill(answer, refused(e, 'You are not signed in.'));
      key.focus();
    } finally {
      button.disabled = false;
    }
  }

  form.noValidate = true;
  fill(main, el('div', { class: 'door' },
    el('div', { class: 'door-art', 'aria-hidden': 'true' }, plainHunt()),
    el('div', {}, el('h1', { class: 'wordmark' }, 'Peal'),
      el('p', { class: 'lead' }, 'Every row of your file is rung, once.'), form)));
  (workspace.value ? key : workspace).focus();
}

/** Plain hunt on eight bells, as ringers draw it: the line of one bell through the rows. */
function plainHunt() {
  const bells = 8;
  let row = Array.from({ length: bells }, (_, i) => i);
  const lines = row.map((bell) => [[bell, 0]]);
  for (let change = 0; change < 2 * bells; change++) {
    for (let i = change % 2; i + 1 < bells; i += 2) {
      [row[i], row[i + 1]] = [row[i + 1], row[i]];
    }
    row.forEach((bell, place) => lines[bell].push([place, change + 1]));
  }
  const points = (line) => line.map(([x, y]) => `${12 + x * 24},${10 + y * 18}`).join(' ');
  return svg('svg', { viewBox: `0 0 192 ${20 + 2 * bells * 18}` },
    lines.map((line, bell) => svg('polyline', { points: points(line), class: bell === 0 ? 'line one' : 'line' })));
}
