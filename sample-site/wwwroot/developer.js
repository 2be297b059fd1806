/* For who looks at the sample with a developer's eye: copies the four lines, and keeps the panel under the phone up to date. */
const copy = document.querySelector('.about__copy');
const desk = document.querySelector('.desk');

if (copy) {
  const label = copy.textContent;
  let timer;
  copy.hidden = false;
  copy.addEventListener('click', async () => {
    const code = copy.parentElement.querySelector('code');
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      // No clipboard on plain HTTP: select the lines and copy the old way.
      getSelection().selectAllChildren(code);
      document.execCommand('copy');
    }
    copy.textContent = copy.dataset.copied;
    clearTimeout(timer);
    timer = setTimeout(() => { copy.textContent = label; }, 2000);
  });
}

if (desk && 'EventSource' in window) {
  const board = desk.querySelector('.desk__board');
  let stream = null;

  // A browser opens only six connections to a host. So one is taken only while somebody looks.
  const listen = () => {
    if (!desk.open || document.hidden) {
      stream?.close();
      stream = null;
    } else if (!stream) {
      stream = new EventSource(new URL(board.dataset.stream, document.baseURI));
      stream.addEventListener('message', event => { board.innerHTML = event.data; });
    }
  };

  desk.addEventListener('toggle', listen);
  document.addEventListener('visibilitychange', listen);
  desk.open = location.hash === '#desk' || matchMedia('(min-width: 64rem)').matches;
  listen();
}
