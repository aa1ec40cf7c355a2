// Tabs: one of several views of the same thing; arrow keys go from one to the next.

import { byId } from './dom.js';

/** Lets the tabs of a list work. Each names its panel by aria-controls. */
export function prepareTabs(list) {
  list.addEventListener('click', event => {
    const tab = event.target.closest('[role=tab]');
    if (tab !== null) {
      select(tab);
    }
  });
  list.addEventListener('keydown', event => {
    const tabs = usable(list);
    const at = tabs.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (at >= 0 && next !== undefined) {
      event.preventDefault();
      const tab = tabs[(next + tabs.length) % tabs.length];
      select(tab);
      tab.focus();
    }
  });
}

/** Shows only these tabs, and the first of them. */
export function offerTabs(list, ids) {
  for (const tab of list.querySelectorAll('[role=tab]')) {
    tab.hidden = !ids.includes(tab.id);
  }
  select(byId(ids[0]));
}

function usable(list) {
  return [...list.querySelectorAll('[role=tab]:not([hidden])')];
}

function select(chosen) {
  for (const tab of chosen.parentElement.querySelectorAll('[role=tab]')) {
    const isChosen = tab === chosen;
    tab.setAttribute('aria-selected', isChosen);
    tab.tabIndex = isChosen ? 0 : -1;
    byId(tab.getAttribute('aria-controls')).hidden = !isChosen;
  }
}
