// The latest requests and their answers, newest first; each opens to show its headers.

import { byId, element, exactBytes, foreign, reconcile, roughBytes } from './dom.js';

/** How many are listed. More would make the page slow and the reader no wiser. */
export const MOST_LISTED = 200;

/** How often the list is drawn at most: a client in full flight makes a thousand requests a second. */
const DRAW_MILLIS = 250;

const REASONS = { 0: 'no answer' };

let latest = [];
let drawing = false;
let hasMore = false;

/** Forgets all, before they are asked for again. */
export function forgetExchanges() {
  latest = [];
}

/** Shows what was recorded, oldest first, and what has been added since it was asked for. */
export function showExchanges(recorded) {
  const ids = new Set(recorded.map(exchange => exchange.requestId));
  const newer = latest.filter(exchange => !ids.has(exchange.requestId));
  latest = [...newer, ...[...recorded].reverse()].slice(0, MOST_LISTED);
  hasMore = latest.length === MOST_LISTED;
  draw();
}

/** Adds one to the list. */
export function exchangeEnded(exchange) {
  if (latest.some(known => known.requestId === exchange.requestId)) {
    return;
  }
  latest.unshift(exchange);
  // One that somebody reads stays.
  if (latest.length > MOST_LISTED) {
    hasMore = true;
    latest = latest.filter((kept, index) => index < MOST_LISTED || isOpen(kept));
  }
  draw();
}

function isOpen(exchange) {
  return [...byId('exchange-list').querySelectorAll('details[open]')]
    .some(details => details.parentElement.dataset.key === exchange.requestId);
}

function draw() {
  if (!drawing) {
    drawing = true;
    setTimeout(() => {
      drawing = false;
      render();
    }, DRAW_MILLIS);
  }
}

function render() {
  byId('no-exchanges').hidden = latest.length > 0;
  byId('more-exchanges').hidden = !hasMore;
  reconcile(byId('exchange-list'), latest, exchange => exchange.requestId, makeExchange);
}

function makeExchange(exchange) {
  const details = element('details', {}, summary(exchange));
  // Most are never opened.
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) {
      details.append(detail(exchange));
    }
  });
  return element('li', { class: 'exchange' }, details);
}

function summary(exchange) {
  return element('summary', {},
    element('span', { class: 'time' }, timeOf(exchange)),
    foreign('span', exchange.method, { class: 'method' }),
    foreign('span', shortened(exchange), { class: 'path' }),
    element('span', { class: `status ${judgement(exchange.status)}` }, REASONS[exchange.status] ?? exchange.status),
    element('span', { class: 'extent' }, extent(exchange)),
    ...(exchange.fault === '' ? [] : [foreign('span', exchange.fault, { class: 'tag struck' })]),
    // Graph might have done it: whoever reads a 501 must not take it for Graph's.
    ...(exchange.notImplemented === '' ? [] : [missing(exchange.notImplemented)]));
}

function missing(what) {
  return element('span', { class: 'tag missing' }, 'not implemented here: ', foreign('span', what));
}

function timeOf(exchange) {
  return new Date(exchange.started).toLocaleTimeString('en-GB');
}

function judgement(status) {
  return status >= 200 && status < 400 ? 'fine' : status >= 400 && status < 500 ? 'refused' : 'broken';
}

/** The end of a path says what is asked. Ids fill lines and tell a reader nothing: only their beginnings stay. */
function shortened(exchange) {
  const segments = exchange.path.replace(/^\/v1\.0/, '').split('/');
  const telling = exchange.host === 'GRAPH' ? 4 : 2;
  const path = segments.length > telling + 1 ? ['…', ...segments.slice(-telling)] : segments;
  return path.join('/').replace(/[\w%.~+=@-]{25,}/g, id => `${id.slice(0, 8)}…`);
}

/** What was sent, in the words that say most. */
function extent(exchange) {
  const range = exchange.requestHeaders['content-range'];
  const sent = range?.replace(/^bytes /, '') ?? (exchange.requestBytes > 0 ? roughBytes(exchange.requestBytes) : '');
  return [sent, `${exchange.milliseconds} ms`].filter(text => text !== '').join(' · ');
}

function detail(exchange) {
  const query = exchange.query === '' ? '' : `?${exchange.query}`;
  return element('div', { class: 'detail' },
    foreign('p', `${exchange.method} ${exchange.path}${query}`, { class: 'whole' }),
    list([
      ['host', exchange.host.toLowerCase()],
      ['status', exchange.status === 0 ? 'the connection ended without an answer' : String(exchange.status)],
      ['started', exchange.started],
      ['first byte of the answer after', `${exchange.milliseconds} ms`],
      ['bytes of the request read', exactBytes(exchange.requestBytes)],
      ['bytes of the answer', answerBytes(exchange)],
      ['fault', exchange.fault],
      ['not implemented here', exchange.notImplemented],
    ]),
    element('h3', {}, 'Request headers'),
    list(Object.entries(exchange.requestHeaders).sort()),
    element('h3', {}, 'Answer headers'),
    list(Object.entries(exchange.responseHeaders).sort()));
}

function answerBytes(exchange) {
  const length = exchange.responseHeaders['content-length'];
  return length === undefined ? '' : exactBytes(Number(length));
}

function list(entries) {
  return element('dl', {}, ...entries
    .filter(([, value]) => value !== '')
    .flatMap(([name, value]) => [foreign('dt', name), foreign('dd', value)]));
}
