// Adds each message as it comes. The page is complete without this file.
const list = document.querySelector('.messages');
const empty = document.querySelector('.empty');
const status = document.querySelector('.status');
const template = document.querySelector('template');
const capacity = 100;

const clock = (() => {
  const style = { hour: '2-digit', minute: '2-digit' };
  try {
    return new Intl.DateTimeFormat(document.documentElement.lang, style);
  } catch {
    return new Intl.DateTimeFormat(undefined, style);
  }
})();

function enhance(item) {
  const time = item.querySelector('time');
  time.textContent = clock.format(new Date(time.dateTime));

  const button = item.querySelector('.copy');
  const label = button.textContent;
  let timer;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await copy(item.querySelector('.code'));
    button.textContent = button.dataset.copied;
    clearTimeout(timer);
    timer = setTimeout(() => { button.textContent = label; }, 2000);
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
  item.dataset.id = sms.id;
  item.classList.add('arriving');
  item.querySelector('.msisdn').textContent = `+${sms.msisdn}`;
  item.querySelector('.text').textContent = sms.text;
  item.querySelector('.code').textContent = sms.code;
  item.querySelector('time').dateTime = sms.sentAt;
  enhance(item);

  list.prepend(item);
  empty.hidden = true;

  while (list.children.length > capacity) {
    list.lastElementChild.remove();
  }
}

function show(live) {
  status.hidden = false;
  status.classList.toggle('lost', !live);
  status.textContent = live ? status.dataset.live : status.dataset.lost;
}

[...list.children].forEach(enhance);

const stream = new EventSource(new URL('stream', import.meta.url));
stream.addEventListener('sms', event => add(JSON.parse(event.data)));
stream.addEventListener('open', () => show(true));
stream.addEventListener('error', () => show(false));

// A page that waits in the back/forward cache would come back with a dead stream.
addEventListener('pageshow', event => event.persisted && location.reload());
