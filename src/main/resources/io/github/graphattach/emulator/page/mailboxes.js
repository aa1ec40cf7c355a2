// Mailboxes, their messages and events, and what is attached to them.

import { byId, copyButton, element, foreign, makeCopying, reconcile, shortPath, visible } from './dom.js';
import { attachmentRow } from './attachments.js';
import { deleteButton } from './deleting.js';
import { read } from './reader.js';

/** So many of one kind in one place are drawn, until somebody wants more: the page stays quick. */
const PAGE = 20;

/** How many are drawn, by the id of the folder, the calendar or the item that has them. */
const wanted = new Map();

let latestTree = [];

const EVENT_TYPES = {
  singleInstance: 'event', seriesMaster: 'series', occurrence: 'occurrence', exception: 'exception occurrence',
};

/** Shows the tree; {@code GET /_emulator/mailboxes}. */
export function showMailboxes(tree) {
  latestTree = tree;
  render();
}

/** Lets the reader look for something. */
export function prepareMailboxes() {
  byId('mailbox-search').addEventListener('input', render);
}

function render() {
  const text = byId('mailbox-search').value.toLowerCase().trim();
  const isEmpty = latestTree.flatMap(containers).length === 0;
  const mailboxes = latestTree
    .map(mailbox => ({ ...mailbox, containers: containers(mailbox).map(container => found(container, text, mailbox.name)) }))
    .map(mailbox => ({ ...mailbox, containers: mailbox.containers.filter(container => container.items.length > 0) }))
    .filter(mailbox => mailbox.containers.length > 0);
  byId('no-items').hidden = !isEmpty;
  byId('no-item-found').hidden = isEmpty || mailboxes.length > 0;
  reconcile(byId('mailbox-list'), mailboxes, mailbox => `${mailbox.kind} ${mailbox.name}`, makeMailbox, updateMailbox);
}

/** What of a folder or a calendar has the text, the newest first. */
function found(container, text, owner) {
  return { ...container, items: container.items.filter(item => has(item, text, owner)).reverse() };
}

function has(item, text, owner) {
  return [owner, item.subject, item.path, item.from, item.to, ...item.attachments.map(attachment => attachment.name)]
    .some(value => (value ?? '').toLowerCase().includes(text))
    || (item.occurrences ?? []).some(occurrence => has(occurrence, text, owner));
}

/** All sessions of the tree, each with the subject of its item. */
export function sessionsIn(tree) {
  const ofItem = item => [
    ...item.sessions.map(session => ({ ...session, subject: item.subject })),
    ...(item.occurrences ?? []).flatMap(ofItem),
  ];
  // An occurrence that two events share is in the tree twice.
  const unique = new Map(tree.flatMap(containers).flatMap(container => container.items).flatMap(ofItem)
    .map(session => [session.id, session]));
  return [...unique.values()];
}

/** The folders and calendars that hold something, named by their way from the top. */
function containers(mailbox) {
  const folders = (folder, above) => {
    const title = [...above, folder.name];
    return [{ id: folder.id, title, items: folder.messages }, ...folder.folders.flatMap(child => folders(child, title))];
  };
  const calendars = group => group.calendars
    .map(calendar => ({ id: calendar.id, title: [group.name, calendar.name], items: calendar.events }));
  return [...mailbox.folders.flatMap(folder => folders(folder, [])), ...mailbox.calendarGroups.flatMap(calendars)]
    .filter(container => container.items.length > 0);
}

function makeMailbox(mailbox) {
  const of = mailbox.signedIn ? 'the signed-in user, /me' : `a ${mailbox.kind}`;
  return element('li', { class: 'mailbox' },
    element('h3', {}, foreign('span', mailbox.name), ' ', element('span', { class: 'muted' }, of)),
    element('ul', { class: 'plain containers' }));
}

function updateMailbox(node, mailbox) {
  reconcile(node.querySelector('.containers'), mailbox.containers, container => container.id, makeContainer, updateContainer);
}

function makeContainer(container) {
  return element('li', { class: 'card container' },
    foreign('h4', container.title.join(' › ')),
    element('ul', { class: 'plain items' }),
    moreButton(container.id));
}

function updateContainer(node, container) {
  reconcile(node.querySelector('.items'), firstOf(container.items, container.id, node.lastChild), item => item.id, makeItem, updateItem);
}

function moreButton(id) {
  return element('button', {
    type: 'button',
    class: 'more',
    hidden: '',
    onclick: () => {
      wanted.set(id, (wanted.get(id) ?? PAGE) + PAGE);
      render();
    },
  });
}

/** As many as are wanted, and a word on the rest. */
function firstOf(all, id, more) {
  const count = wanted.get(id) ?? PAGE;
  more.hidden = all.length <= count;
  more.textContent = `Show ${Math.min(PAGE, all.length - count)} more of ${all.length - count}`;
  return all.slice(0, count);
}

function makeItem(item) {
  const path = shortPath(item.path);
  return element('li', { class: 'item' },
    element('h5', {},
      element('button', { type: 'button', class: 'read', onclick: () => read(item.path) }, element('bdi', { class: 'subject' })), ' ',
      element('span', { class: `tag ${item.type ?? 'message'}` }, kind(item))),
    element('p', { class: 'hint people' }),
    element('p', { class: 'where' }, path, ' ', copyButton('the path', () => item.path, () => path),
      deleteButton(item.subject, `items/${encodeURIComponent(item.path)}`)),
    element('ul', { class: 'plain attachments' }),
    moreButton(item.id),
    element('p', { class: 'hint bare' }, 'Nothing is attached.'),
    element('ul', { class: 'plain occurrences' }));
}

function kind(item) {
  return item.type === undefined ? (item.isDraft ? 'draft' : 'message') : EVENT_TYPES[item.type];
}

/** Whom a message is from and to. */
function people(item) {
  return [...(item.from ? [`from ${item.from}`] : []), ...(item.to ? [`to ${item.to}`] : [])].join(' ');
}

function updateItem(node, item) {
  const occurrences = item.occurrences ?? [];
  const child = name => node.querySelector(`:scope > .${name}`);
  node.querySelector('.subject').textContent = visible(item.subject);
  node.querySelector('.tag').textContent = kind(item);
  child('people').textContent = visible(people(item));
  child('people').hidden = people(item) === '';
  child('bare').hidden = item.attachments.length > 0 || occurrences.length > 0;
  reconcile(child('attachments'), firstOf(item.attachments, item.id, child('more')), attachment => attachment.id, attachmentRow);
  reconcile(child('occurrences'), occurrences, occurrence => occurrence.id, makeItem, updateItem);
}

/** Says what to do while there is nothing to show. Where there is a login, the token has to come from it. */
export function explainFirstSteps(login) {
  // The certificate is the emulator's own.
  const curl = location.protocol === 'https:' ? 'curl -k' : 'curl';
  const steps = [
    ...(login === undefined ? [] : [
      `TOKEN=$(${curl} ${login}/common/oauth2/v2.0/token -d client_id=me -d grant_type=refresh_token -d refresh_token=any`
        + ` -d scope=00000003-0000-0000-c000-000000000000/.default | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    ]),
    `${curl} ${location.origin}/_emulator/items -d '{"path": "/me/messages/first"}'`,
    `${curl} ${location.origin}/v1.0/me/messages/first/attachments -H "Authorization: Bearer ${login === undefined ? 'any' : '$TOKEN'}"`
      + ` -H 'Content-Type: application/json'`
      + ` -d '{"@odata.type": "#microsoft.graph.fileAttachment", "name": "hello.txt", "contentBytes": "aGVsbG8="}'`,
  ];
  const shown = byId('first-steps');
  shown.append(...steps.map(step => element('code', {}, `${step}\n`)));
  makeCopying(byId('copy-first-steps'), 'these lines', () => steps.join('\n'), () => shown);
}
