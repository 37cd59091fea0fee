// What a check of a file has found, for a person to read.

import { el } from './dom.js';
import { number, place, plural, problems } from './words.js';

export function verdict(report) {
  if (report.errors.some((error) => error.code === 'missing_phone_number')) {
    return el('p', { class: 'verdict bad' }, 'Which column holds the phone numbers? Choose it here.');
  }
  return report.valid
    ? el('p', { class: 'verdict good' }, 'Every row can be called.')
    : el('p', { class: 'verdict bad' }, report.invalidRows
      ? `${plural(report.invalidRows, 'row')} cannot be called. They are marked below.`
      : 'The file cannot be used as it is.');
}

/** The first rows as the API read them, those with problems marked. */
export function table(report, preview) {
  const others = [...new Set(preview.rows.flatMap((row) => Object.keys(row.metadata)))].slice(0, 6);
  const bad = preview.rows.filter((row) => row.errors.length);
  const rows = [...preview.rows.filter((row) => !row.errors.length).slice(0, bad.length ? 4 : 8), ...bad]
    .sort((a, b) => a.row - b.row);
  const wide = others.length + 2;
  return el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Rows of the file' }, el('table', { class: 'preview' },
    el('thead', {}, el('tr', {}, ['Row', 'phone_number', ...others].map((title) => el('th', { scope: 'col' }, title)))),
    el('tbody', {}, rows.map((row) => [
      el('tr', { class: row.errors.length ? 'bad' : null },
        el('td', { class: 'count' }, row.errors.length ? el('span', { class: 'mark', title: 'cannot be called' }, '✕ ') : null, number(row.row)),
        el('td', {}, row.phone_number || el('em', {}, 'empty'),
          row.dials ? el('span', { class: 'dials' }, ` calls ${row.dials}`) : null),
        others.map((column) => el('td', {}, row.metadata[column] ?? ''))),
      row.errors.length
        ? el('tr', { class: 'bad why' }, el('td', { colspan: wide }, row.errors.map((error) =>
          el('p', {}, el('span', { class: 'place' }, place(error)), ' ', error.message))))
        : null,
    ]))),
  el('p', { class: 'hint' }, `${plural(rows.length, 'row')} of ${number(report.totalRows)} shown.`));
}

/** Problems of rows that the preview does not reach, and of the file as a whole. */
export function further(report, preview) {
  const shown = new Set((preview?.rows ?? []).map((row) => row.row));
  const rest = report.errors.filter((error) => !shown.has(error.row));
  return rest.length ? [el('h3', {}, 'Further problems'), problems(rest)] : null;
}

export function warnings(report) {
  const list = report.warnings ?? [];
  return list.length ? el('details', {}, el('summary', {}, list.length === 1 ? 'One doubt, which stops nothing' : `${number(list.length)} doubts, which stop nothing`), problems(list)) : null;
}
