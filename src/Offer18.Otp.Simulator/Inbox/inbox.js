// Adds each message as it comes, and fills what is needed into the form of the page around the inbox. The pages are complete without
// this file.
const list = document.querySelector('.messages');
const empty = document.querySelector('.empty');
const clear = document.querySelector('.clear');
const status = document.querySelector('.status');
const deciding = document.querySelector('.deciding [role=status]');
const template = document.querySelector('template');
const capacity = 100;
let stream = null;

// The page of the same site whose frame this is; null if the inbox is by itself.
const page = (() => {
  try {
    return parent === self ? null : parent.document;
  } catch {
    return null;
  }
})();

const clock = (() => {
  const style = { hour: '2-digit', minute: '2-digit' };
  try {
    return new Intl.DateTimeFormat(document.documentElement.lang, style);
  } catch {
    return new Intl.DateTimeFormat(undefined, style);
  }
})();

function fieldOf(button) {
  return page?.querySelector(button.matches('.fill') ? '[name=otp]' : '[name=msisdn]');
}

// What was decided about the next call counts once.
function look() {
  if (deciding?.textContent && !document.hidden) location.reload();
}

// A code has its field only at the second step. The numbers are there to be seen at both, so their buttons stay.
function offer() {
  for (const button of document.querySelectorAll('.fill')) button.hidden = !fieldOf(button);
  for (const button of document.querySelectorAll('.use')) {
    button.hidden = !page;
    button.disabled = !fieldOf(button);
  }
}

// As if it had been typed.
function fill(field, text) {
  field.focus({ preventScroll: true });
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.scrollIntoView({ block: 'center' });
}

function enhance(item) {
  const time = item.querySelector('time');
  time.textContent = clock.format(new Date(time.dateTime));

  const code = item.querySelector('.code');
  item.querySelector('.fill').addEventListener('click', event => fill(fieldOf(event.target), code.textContent));

  const button = item.querySelector('.copy');
  const [label, name] = [button.textContent, button.ariaLabel];
  let timer;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await copy(code);
    button.textContent = button.dataset.copied;
    button.ariaLabel = `${button.dataset.copied} ${code.textContent}`;
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = label;
      button.ariaLabel = name;
    }, 2000);
  });
}

async function copy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch {
    // No clipboard on plain HTTP, or not in this frame: select the code and copy the old way.
    getSelection().selectAllChildren(code);
    document.execCommand('copy');
  }
}

function add(sms) {
  if ([...list.children].some(item => item.dataset.id === sms.id)) {
    return;
  }

  const item = template.content.firstElementChild.cloneNode(true);
  const [words, domain = ''] = sms.text.split('\n');
  item.dataset.id = sms.id;
  item.classList.add('arriving');
  item.querySelector('.msisdn').textContent = `+${sms.msisdn}`;
  item.querySelector('.text').textContent = words;
  item.querySelector('.text').lang = sms.language;
  item.querySelector('.domain').textContent = domain;
  item.querySelector('.code').textContent = sms.code;
  item.querySelector('time').dateTime = sms.sentAt;
  for (const button of item.querySelectorAll('button')) button.ariaLabel += sms.code;
  enhance(item);

  list.prepend(item);

  while (list.children.length > capacity) {
    list.lastElementChild.remove();
  }

  counted();
}

function counted() {
  empty.hidden = list.children.length > 0;
  clear.hidden = !empty.hidden;
  offer();
}

function show(live) {
  status.hidden = false;
  status.classList.toggle('lost', !live);
  status.textContent = live ? status.dataset.live : status.dataset.lost;
}

// A browser opens only six connections to a host. So one is taken only while somebody looks.
function listen() {
  stream?.close();
  stream = null;
  if (document.hidden) return;
  stream = new EventSource(new URL('stream', import.meta.url));
  stream.addEventListener('sms', event => add(JSON.parse(event.data)));
  stream.addEventListener('clear', () => {
    list.replaceChildren();
    counted();
  });
  stream.addEventListener('open', () => show(true));
  stream.addEventListener('error', () => show(false));

}

// In a frame, each step to another page would be one more for the back button of the page around it.
if (page) {
  const tabs = [...document.querySelectorAll('.tabs a')];
  const go = address => location.replace(address);
  for (const tab of tabs) {
    tab.addEventListener('click', event => {
      event.preventDefault();
      go(tab.href);
    });
  }

  document.addEventListener('submit', async event => {
    event.preventDefault();
    const form = event.target;
    go((await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) })).url);
  });

  for (const button of document.querySelectorAll('.use')) {
    button.addEventListener('click', () => {
      fill(fieldOf(button), button.dataset.number);
      go(tabs[0].href);
    });
  }

  new MutationObserver(offer).observe(page.body, { childList: true, subtree: true });
  const form = page.querySelector('offer18-otp-verification');
  if (form) new MutationObserver(look).observe(form, { attributeFilter: ['data-status'] });
}

if (list) {
  [...list.children].forEach(enhance);
  listen();
  document.addEventListener('visibilitychange', () => {
    // The stream begins with all messages. Meanwhile they may have been cleared.
    if (!document.hidden) {
      list.replaceChildren();
      counted();
    }

    listen();
  });
  // A page that waits in the back/forward cache would come back with a dead stream.
  addEventListener('pageshow', event => event.persisted && location.reload());
} else {
  document.addEventListener('visibilitychange', look);
}

offer();
