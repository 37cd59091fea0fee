import { ask } from './api.js';
import { announce, el, fill } from './dom.js';
import { plural, refused } from './words.js';

/** Asks before it cancels. */
export function cancelDialog(path, seen, signal) {
  const answer = el('div', { 'aria-live': 'assertive' });
  const text = el('p');
  const yes = el('button', { type: 'button', class: 'danger main', onclick: cancel }, 'Cancel the batch');
  const node = el('dialog', { 'aria-labelledby': 'cancel-title' },
    el('h2', { id: 'cancel-title' }, 'Cancel this batch?'), text, answer,
    el('div', { class: 'actions' }, el('button', { type: 'button', class: 'quiet', autofocus: true, onclick: () => node.close() }, 'Keep it'), yes));

  async function cancel() {
    yes.disabled = true;
    try {
      const said = await ask(path, { method: 'DELETE', signal });
      node.close();
      announce(said.message ?? 'The batch is cancelled.');
    } catch (e) {
      fill(answer, refused(e, 'The batch was not cancelled.'));
    } finally {
      yes.disabled = false;
    }
  }

  return {
    node,
    open() {
      const counts = seen.batch.progress;
      fill(answer);
      fill(text, `${plural(counts.waiting, 'waiting call')} will not be dialed. `,
        counts.active ? `${plural(counts.active, 'call')} under way will end normally. ` : '', 'This cannot be undone.');
      node.showModal();
    },
  };
}
