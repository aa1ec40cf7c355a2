// The emulator's control requests, and the events it sends.

/** Asks the emulator. Resolves to its JSON, or to nothing; rejects with its own words. */
export async function ask(method, resource, body) {
  const response = await fetch(`/_emulator/${resource}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const answer = text === '' ? undefined : JSON.parse(text);
  if (!response.ok) {
    throw new Error(answer?.error ?? `the emulator answered ${response.status}`);
  }
  return answer;
}

/** Runs a task on request: at once, but never twice at a time, and again only after so many milliseconds. */
export function paced(task, milliseconds) {
  let wanted = false;
  let running = false;
  async function run() {
    running = true;
    while (wanted) {
      wanted = false;
      // What fails here fails because the emulator is gone, and is asked for again when it is back.
      await task().catch(() => {});
      await new Promise(resolve => { setTimeout(resolve, milliseconds); });
    }
    running = false;
  }
  return () => {
    wanted = true;
    if (!running) {
      run();
    }
  };
}

const TRY_AGAIN_MILLIS = 2000;

/** Follows the emulator's events for as long as the page is open. Listeners are named as the events, and open and lost. */
export function follow(listeners) {
  const source = new EventSource('/_emulator/events');
  source.addEventListener('open', listeners.open);
  source.addEventListener('error', () => {
    listeners.lost();
    // The browser tries again by itself, except after an answer that was none.
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => follow(listeners), TRY_AGAIN_MILLIS);
    }
  });
  for (const name of ['exchange', 'session', 'changed', 'reload']) {
    source.addEventListener(name, event => listeners[name](JSON.parse(event.data)));
  }
}
