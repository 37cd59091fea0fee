import { ask, DO_NOT_CALL, WORKSPACE } from './api.js';
import { announce, el, field, fill } from './dom.js';
import { day, number, plural, problems, refused } from './words.js';

/** The lists of those whom nobody calls: what they hold, who is put on them, and who is taken off. */
export async function doNotCall(main, { signal }) {
  const mayTakeOff = (await ask(WORKSPACE, { signal })).role !== 'member';
  const table = el('div', { 'aria-live': 'polite' });
  const names = el('datalist', { id: 'list-names' });
  fill(main, el('h1', {}, 'Do not call'),
    el('p', { class: 'hint' }, 'Whoever is on a list is not called: by no row, no retry, no single call. A batch may name the lists that count for it; opt-out always does.'),
    table, names, numbers(), file(), lookUp());

  async function look() {
    const { lists, total } = await ask(DO_NOT_CALL, { signal });
    fill(names, lists.map((one) => el('option', { value: one.list })));
    fill(table, lists.length
      ? el('table', { class: 'lists' }, el('caption', { class: 'unseen' }, 'Lists'),
        head(['List', 'Numbers', 'Last changed']),
        el('tbody', {}, lists.map((one) => el('tr', {}, el('td', {}, one.list),
          el('td', { class: 'count' }, number(one.numbers)), el('td', {}, day(one.updatedAt))))))
      : el('p', { class: 'empty' }, 'Nobody is on a list.'),
    lists.length > 1 ? el('p', { class: 'hint' }, `${plural(total, 'number')} in all.`) : null);
  }

  /** Does {@code what} while its buttons rest; says what came of it. */
  function doing(buttons, answer, otherwise, what) {
    return async (event) => {
      event.preventDefault();
      buttons.forEach((button) => { button.disabled = true; });
      fill(answer, el('p', { class: 'busy' }, 'The lanes are being told …'));
      try {
        const said = await what();
        fill(answer, said);
        announce(answer.textContent);
      } catch (e) {
        if (!signal.aborted) {
          fill(answer, refused(e, otherwise));
        }
        return;
      } finally {
        buttons.forEach((button) => { button.disabled = false; });
      }
      // What was done is done, whether or not the table can be drawn anew.
      await look().catch(() => {});
    };
  }

  function numbers() {
    const text = el('textarea', { rows: 4, required: true, placeholder: '+12125550123', autocomplete: 'off', name: 'numbers' });
    const list = listName();
    const reason = el('input', { maxlength: 200 });
    const region = regionInput();
    const answer = el('div', { 'aria-live': 'assertive' });
    const on = el('button', { class: 'main' }, 'Put them on the list');
    const off = el('button', { type: 'button', class: 'danger' }, 'Take them off');
    const body = () => {
      const given = { numbers: text.value.split(/[\n;,]+/).map((one) => one.trim()).filter(Boolean), list: list.value.trim() };
      return region.value.trim() ? { ...given, defaultRegion: region.value.trim() } : given;
    };
    off.addEventListener('click', doing([on, off], answer, 'Nobody was taken off.', async () => {
      const said = await ask(DO_NOT_CALL, { method: 'DELETE', json: body(), signal });
      return el('p', {}, `${plural(said.removed, 'number')} taken off ${said.list}; ${number(said.absent)} not on it.`);
    }));
    const why = () => (reason.value.trim() ? { reason: reason.value.trim() } : {});
    return el('section', { 'aria-labelledby': 'some-title' }, el('h2', { id: 'some-title' }, 'Some numbers'),
      el('form', { onsubmit: doing([on, off], answer, 'It is not sure that they are on the list.', async () => {
        const said = await ask(DO_NOT_CALL, { method: 'POST', json: { ...body(), ...why() }, signal });
        text.value = '';
        return told(said);
      }) },
      field('Numbers', text, 'One a line.'), field('List', list, 'A name of lower-case letters, digits and hyphens; its first number makes it.'),
      el('div', { class: 'row' }, field('Reason', reason), field('Country', region)), answer,
      el('div', { class: 'actions' }, on, mayTakeOff ? off : null)));
  }

  function file() {
    const chosen = el('input', { type: 'file', accept: '.csv,.txt,.xlsx,text/csv,text/plain', required: true, id: 'list-file' });
    const list = listName();
    const mode = el('select', { name: 'mode' }, el('option', { value: 'add' }, 'stays on it'),
      mayTakeOff ? el('option', { value: 'replace' }, 'is taken off afterwards') : null);
    const invalid = el('select', {}, el('option', { value: 'reject' }, 'Refuse the file'), el('option', { value: 'skip' }, 'Leave them out'));
    const column = el('input', { maxlength: 200 });
    const region = regionInput();
    const answer = el('div', { 'aria-live': 'assertive' });
    const send = el('button', { class: 'main' }, 'Import the file');
    return el('section', { 'aria-labelledby': 'file-title' }, el('h2', { id: 'file-title' }, 'A file'),
      el('form', { onsubmit: doing([send], answer, 'The file was not imported to its end.', async () => {
        const form = new FormData();
        const fields = { list: list.value.trim(), mode: mode.value, onInvalidRows: invalid.value, defaultRegion: region.value.trim(),
          columns: column.value.trim() ? JSON.stringify({ phone_number: column.value.trim() }) : '' };
        Object.entries(fields).filter(([, value]) => value).forEach(([name, value]) => form.append(name, value));
        form.append('file', chosen.files[0], chosen.files[0].name);
        const said = await ask(`${DO_NOT_CALL}/import`, { method: 'POST', form, signal });
        return [told(said), said.warnings.first.length ? problems(said.warnings.first) : null];
      }) },
      field('File', chosen, 'A CSV file of at most ten million rows, or a workbook, with a column phone_number.'),
      field('List', list), field('Who is on it and not in the file', mode),
      el('details', {}, el('summary', {}, 'Options'), field('Rows without a good number', invalid),
        field('Column of the numbers', column, 'Its name in the file, where that is not phone_number.'), field('Country', region)),
      answer, el('div', { class: 'actions' }, send)));
  }

  function lookUp() {
    const phone = el('input', { type: 'tel', required: true, autocomplete: 'off', placeholder: '+12125550123' });
    const answer = el('div', { 'aria-live': 'polite' });
    return el('section', { 'aria-labelledby': 'who-title' }, el('h2', { id: 'who-title' }, 'Is somebody on a list?'),
      el('form', { onsubmit: async (event) => {
        event.preventDefault();
        try {
          if (!phone.value.trim().startsWith('+')) {
            fill(answer, el('p', { class: 'refusal' }, 'Write the number with + and its country code: the same digits are somebody else without them.'));
            return;
          }
          const digits = phone.value.replace(/[^0-9]/g, '');
          fill(answer, entries(await ask(`${DO_NOT_CALL}?phone_number=${digits}`, { signal })));
        } catch (e) {
          if (!signal.aborted) {
            fill(answer, refused(e, 'The lists could not be read.'));
          }
        }
      } }, field('Phone number', phone, 'With + and the country code.'), el('button', {}, 'Look up'), answer));
  }

  function listName() {
    return el('input', { required: true, maxlength: 40, pattern: '[a-z0-9\\-]+', list: 'list-names', autocomplete: 'off', autocapitalize: 'none', name: 'list' });
  }

  await look();
}

function regionInput() {
  return el('input', { maxlength: 60, placeholder: 'US', autocapitalize: 'characters' });
}

function head(titles) {
  return el('thead', {}, el('tr', {}, titles.map((title) => el('th', { scope: 'col', class: title === 'Numbers' ? 'count' : null }, title))));
}

function told(said) {
  const parts = [`${number(said.added)} added to ${said.list}`, `${number(said.already)} on it before`,
    said.removed ? `${number(said.removed)} taken off` : null, said.withdrawn ? `${plural(said.withdrawn, 'call')} withdrawn` : null,
    said.out ? `${plural(said.out, 'call')} under way` : null, said.skipped?.invalid ? `${plural(said.skipped.invalid, 'row')} left out` : null];
  return el('p', {}, parts.filter(Boolean).join(', ') + '.');
}

function entries({ entries: found }) {
  return found.length
    ? el('table', { class: 'lists' }, head(['List', 'Since', 'Until', 'Reason']), el('tbody', {}, found.map((entry) => el('tr', {},
      el('td', {}, entry.list), el('td', {}, day(entry.since)), el('td', {}, entry.until ? day(entry.until) : 'for good'),
      el('td', {}, entry.reason ?? '–')))))
    : el('p', { class: 'empty' }, 'On none.');
}
