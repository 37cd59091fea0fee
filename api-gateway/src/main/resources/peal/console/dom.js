// Elements without markup in strings: nothing that the API says can become HTML.

const SVG = 'http://www.w3.org/2000/svg';

function build(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else if (name in PROPERTIES) {
      node[name] = value;
    } else {
      node.setAttribute(name, value === true ? '' : value);
    }
  }
  node.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const PROPERTIES = { value: true, defaultValue: true, checked: true, disabled: true, indeterminate: true };

/** An HTML element; attributes whose names begin with "on" are listeners. */
export function el(name, attributes, ...children) {
  return build(document.createElement(name), attributes, children);
}

/** An SVG element. */
export function svg(name, attributes, ...children) {
  return build(document.createElementNS(SVG, name), attributes, children);
}

/** Puts other children into a node. */
export function fill(node, ...children) {
  node.replaceChildren(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A label above a control, with a hint below. */
export function field(label, control, hint) {
  if (!control.id) {
    control.id = 'field-' + ++fields;
  }
  let note = null;
  if (hint) {
    note = el('p', { class: 'hint', id: control.id + '-hint' }, hint);
    control.setAttribute('aria-describedby', note.id);
  }
  return el('div', { class: 'field' }, el('label', { for: control.id }, label), control, note);
}

let fields = 0;

/** Tells people who cannot see the screen. */
export function announce(text) {
  const announcer = document.getElementById('announcer');
  if (announcer.textContent !== text) {
    announcer.textContent = text;
  }
}
