import { ask, onceKey } from './api.js';
import { announce, el, field, fill } from './dom.js';
import { number, plural, refused } from './words.js';

/** Adds the rows of a file to a batch that is kept open, or closes the batch. */
export function rowsDialog(path, signal) {
  const answer = el('div', { 'aria-live': 'assertive' });
  const file = el('input', { type: 'file', accept: '.csv,.txt,.xlsx,text/csv,text/plain', onchange: () => { key = onceKey(); } });
  const add = el('button', { class: 'main' }, 'Add rows');
  const close = el('button', { type: 'button', class: 'quiet', onclick: closeBatch }, 'Close the batch');
  // Of the file that was chosen: when an answer was lost, a repeat adds nothing twice.
  let key = onceKey();
  const node = el('dialog', { 'aria-labelledby': 'rows-title' },
    el('h2', { id: 'rows-title' }, 'Add rows'),
    el('form', { onsubmit: addRows },
      el('p', {}, 'They are read and called as those that the batch was started with. At most 10,000 at once. A number that the batch has already is called again.'),
      field('File', file, 'With the columns that the agent speaks of.'), answer,
      el('div', { class: 'actions' },
        el('button', { type: 'button', class: 'quiet', onclick: () => node.close() }, 'Leave it'), close, add)));

  async function busy(work, sentence) {
    add.disabled = true;
    close.disabled = true;
    fill(answer);
    try {
      await work();
    } catch (e) {
      if (!signal.aborted) {
        fill(answer, refused(e, sentence(e)));
      }
    } finally {
      add.disabled = false;
      close.disabled = false;
    }
  }

  function addRows(event) {
    event.preventDefault();
    if (!file.files.length) {
      fill(answer, el('p', {}, 'Choose a file first.'));
      return undefined;
    }
    const form = new FormData();
    form.append('file', file.files[0], file.files[0].name);
    return busy(async () => {
      const added = await ask(`${path}/rows`, { method: 'POST', form, more: { 'Idempotency-Key': key }, signal });
      key = onceKey();
      file.value = '';
      node.close();
      announce(`${plural(added.added, 'row')} added, as rows ${number(added.firstRow)} to ${number(added.lastRow)}.`);
    }, (e) => {
      const sure = e.status >= 400 && e.status < 500 && e.code !== 'IDEMPOTENCY_KEY_IN_USE';
      return sure ? 'No row was added.' : 'It is not known whether the rows were added. Add the same again: they are added once.';
    });
  }

  function closeBatch() {
    return busy(async () => {
      const said = await ask(`${path}/close`, { method: 'POST', signal });
      node.close();
      announce(said.message);
    }, () => 'The batch was not closed.');
  }

  return {
    node,
    open() {
      fill(answer);
      node.showModal();
    },
  };
}
