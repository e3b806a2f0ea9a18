/* global document */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element of the page; it must be there.
 * @template {keyof HTMLElementTagNameMap} [Name='p']
 * @param {string} selector
 * @param {Name} [name] of its kind, where that matters
 * @param {ParentNode} [within]
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function find(selector, name, within = document) {
  const found = within.querySelector(selector);
  if (found === null) throw new Error(`The page has no ${name ?? ''} ${selector}`);
  return /** @type {HTMLElementTagNameMap[Name]} */ (found);
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children texts stay texts
 */
export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** @param {string} address of a symbol */
export function icon(address) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', address);
  svg.append(use);
  return svg;
}
