import { el, field, fill } from './dom.js';

const FIELDS = {
  phone_number: 'Phone number', first_name: 'First name', last_name: 'Last name', email: 'E-mail', timezone: 'Time zone', country: 'Country',
};
const STORE = 'peal.columns';
const REMEMBERED = 20;

/** A choice of a column for each known field; calls back with what was chosen. */
export function columnChoice(onchosen) {
  const node = el('details', { class: 'columns' });
  let selects = {};

  function draw(report, chosen) {
    const { columns, guessedColumns: guessed = {} } = report;
    const missing = report.errors.some((error) => error.code === 'missing_phone_number');
    selects = {};
    const rows = Object.entries(FIELDS).map(([name, title]) => {
      const own = columns.find((column) => key(column) === key(name));
      const none = own ? `as named: ${own}` : 'no column';
      const guess = guessed[name];
      selects[name] = el('select', { name },
        el('option', { value: '' }, none),
        columns.filter((column) => column !== own).map((column) => el('option', { value: column }, column)));
      selects[name].value = chosen[name] ?? guess ?? '';
      return field(title, selects[name], guess && !chosen[name] ? `Guessed: ${guess}. Change it if that is wrong.` : null);
    });
    fill(node, el('summary', {}, 'Which column is which'), el('div', { class: 'row' }, rows),
      el('p', {}, el('button', { type: 'button', onclick: () => take(columns) }, 'Use these columns')));
    node.open = missing;
  }

  function take(columns) {
    const chosen = Object.fromEntries(
      Object.entries(selects).map(([name, select]) => [name, select.value]).filter(([, value]) => value !== ''));
    remember(columns, chosen);
    onchosen(chosen);
  }

  return { node, draw };
}

/** What was chosen for a file with the same header the last time, if anything. */
export function remembered(columns) {
  return stored().find((one) => one.header === header(columns))?.chosen ?? null;
}

function remember(columns, chosen) {
  const others = stored().filter((one) => one.header !== header(columns));
  try {
    localStorage.setItem(STORE, JSON.stringify([{ header: header(columns), chosen }, ...others].slice(0, REMEMBERED)));
  } catch {
    // A browser that keeps nothing asks again the next time.
  }
}

function stored() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? [];
  } catch {
    return [];
  }
}

function header(columns) {
  return columns.join('\u0000');
}

/** As the API compares names. */
function key(name) {
  return name.replace(/[\s_\p{Pd}\p{Cf}]/gu, '').toLowerCase();
}
