/* global FormData, URLSearchParams, document, history, location */
/** Shows what the filters choose, and keeps the choice in the address. */
const form = document.querySelector('#filters');
const articles = [...document.querySelectorAll('article')];
const frames = [...document.querySelectorAll('iframe[data-width]')];

/** Below a frame's content, so that it never gets a scroll bar of its own. */
const SLACK = 2;

if (form !== null) {
  restore(new URLSearchParams(location.hash.slice(1)));
  form.addEventListener('change', show);
  for (const frame of frames) frame.addEventListener('load', () => fit(frame));
  show();
}

function restore(choice) {
  for (const select of form.elements) {
    const wanted = choice.get(select.name);
    if ([...select.options].some(({ value }) => value === wanted)) select.value = wanted;
  }
}

function show() {
  const { type, language, channel, data, width, scheme } = Object.fromEntries(new FormData(form));
  document.documentElement.dataset.scheme = scheme;
  for (const article of articles) {
    const { dataset } = article;
    article.hidden = !(isIn(type, dataset.type) && isIn(language, dataset.language) && isIn(data, dataset.data));
  }
  for (const part of document.querySelectorAll('[data-channel]')) part.hidden = !isIn(channel, part.dataset.channel);
  for (const frame of frames) {
    frame.hidden = !isIn(width, frame.dataset.width);
    const address = frame.dataset[scheme];
    const isSeen = !frame.hidden && !frame.closest('[hidden]');
    if (isSeen && frame.getAttribute('src') !== address) frame.setAttribute('src', address);
    else if (isSeen) fit(frame);
  }
  const shown = articles.filter(({ hidden }) => !hidden).length;
  document.querySelector('#count').textContent = `${shown} of ${articles.length} messages`;
  history.replaceState(null, '', `#${new URLSearchParams(new FormData(form))}`);
}

function isIn(chosen, value) {
  return chosen === 'all' || chosen === 'both' || chosen === value;
}

/** A page opened from a file may not look into its frames: those keep the height of the style sheet. */
function fit(frame) {
  const page = frame.contentDocument?.documentElement;
  if (page && page.offsetHeight > 0) frame.height = String(page.offsetHeight + SLACK);
}
