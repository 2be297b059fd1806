/*
 * The module of <OtpVerification>. Its forms work without it: here they are posted in place, and the parts of the element that
 * the server renders anew are put where the former ones were. No state is kept here, none in the page's storage; a circuit may
 * come and go. Blazor's script finds this file by its name; other pages load it by the script tag that the component renders.
 */
const name = 'offer18-otp-verification';
const events = ['statechange', 'verified'];
const listened = ['submit', 'click', 'input', 'paste', 'focusin'];

// A circuit that takes over a prerendered page renders it anew: what the visitor has typed there goes into the new element.
const former = new Map();

class OtpVerification extends HTMLElement {
  static observedAttributes = ['data-status'];

  #busy = false;
  #looking = null;
  #focused = null;
  #timer = 0;
  #told = '';
  #sms = null;
  #isDone = false;

  connectedCallback() {
    listened.forEach(type => this.addEventListener(type, this));
    addEventListener('pageshow', this);
    addEventListener('online', this);
    document.addEventListener('visibilitychange', this);
    this.#timer ||= setInterval(() => this.#tick(), 1000);
    // Blazor inserts an element before what is in it.
    queueMicrotask(() => this.isConnected && this.#start());
  }

  disconnectedCallback() {
    removeEventListener('pageshow', this);
    removeEventListener('online', this);
    document.removeEventListener('visibilitychange', this);
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#ignoreSms();
    former.set(this.id, this);
    setTimeout(() => former.delete(this.id));
  }

  attributeChangedCallback() {
    queueMicrotask(() => this.isConnected && this.#changed());
  }

  handleEvent(event) {
    switch (event.type) {
      case 'submit': return this.#submit(event);
      case 'click': return this.#click(event);
      case 'input': return this.#input(event);
      case 'paste': return this.#paste(event);
      case 'focusin': this.#focused = event.target; return;
      // Back in the page after the SMS, from its history, from another tab, or online: it may be elsewhere by now.
      case 'pageshow': return event.persisted && this.#refresh();
      default: return document.hidden || this.#refresh();
    }
  }

  #part(part) { return this.querySelector(`[data-part=${part}]`); }

  get #code() { return this.#part('main').querySelector('[name=otp]'); }

  get #field() { return this.#code ?? this.#part('main').querySelector('[name=msisdn], [id$="-again"], a.offer18-otp__button'); }

  #start() {
    if (this.dataset.status) {
      this.#changed();
      this.#error?.focus();
    } else if (former.get(this.id)?.dataset.status) {
      const prerendered = former.get(this.id);
      this.#show(prerendered);
      if (this.contains(prerendered.#focused)) prerendered.#focused.focus();
      if (prerendered.#isDone) this.#verified();
    } else {
      this.#refresh();
    }
  }

  get #error() { return this.#part('main').querySelector('.offer18-otp__error'); }

  async #submit(event) {
    const form = event.target;
    // A form in the page's own content is the page's.
    if (!form.closest('[data-part=main]')) return;
    event.preventDefault();
    if (this.#busy || event.submitter?.getAttribute('aria-disabled') === 'true') return;
    this.#ignoreSms();
    this.#looking?.abort();
    this.#wait(event.submitter, true);
    const request = new XMLHttpRequest();
    const fresh = await ask(request, 'POST', form.action + new URL(this.dataset.src, location).search, new URLSearchParams(new FormData(form)));
    this.#wait(event.submitter, false);
    // A circuit has taken over in the meantime: the element in this one's place asks what came of it.
    const heir = document.getElementById(this.id);
    if (heir !== this) return heir instanceof OtpVerification && heir.#inherit(fresh, this.dataset.state);
    if (!fresh) return this.#unanswered(request);
    const before = this.dataset.state;
    const hadCode = this.#code;
    const isWrong = fresh.querySelector('.offer18-otp__error');
    // A code that is sent again is told again.
    this.#show(fresh, isWrong, !isWrong);
    if (this.#error) this.#error.focus();
    else if (this.dataset.state !== before || this.#code && !hadCode) this.#field?.focus();
    this.#changed();
    if (this.dataset.state === 'verified' && before !== 'verified') this.#verified();
  }

  async #inherit(fresh, before) {
    await this.#refresh();
    if (fresh?.dataset.state === 'verified' && before !== 'verified') this.#verified();
  }

  async #refresh(always, asked) {
    if (this.#busy || !this.dataset.src) return;
    this.#looking?.abort();
    const request = this.#looking = new XMLHttpRequest();
    const fresh = await ask(request, 'GET', this.dataset.src);
    // Called off by a press of a button, which never waits for this.
    if (!this.isConnected || this.#looking !== request || this.#busy) return;
    if (!fresh && (asked || !this.dataset.status)) this.#unanswered(request);
    // Where nothing has changed, nothing is touched: the visitor may be typing, or reading what went wrong.
    if (fresh && (always || this.#error?.dataset.unanswered || withoutError(fresh) !== withoutError(this))) this.#show(fresh, true);
  }

  #wait(button, busy) {
    this.#busy = busy;
    for (const element of [this, button]) element?.setAttribute(element === this ? 'aria-busy' : 'aria-disabled', busy);
  }

  #show(fresh, keepsTyped, tells) {
    const consent = this.querySelector('[data-slot=consent]');
    const main = this.#part('main');
    const focused = main.contains(document.activeElement) ? document.activeElement : null;
    const [from, to] = [focused?.selectionStart, focused?.selectionEnd];
    const typed = keepsTyped ? [...main.querySelectorAll('[id][name]')] : [];
    const [status, news] = [this.#part('status'), fresh.querySelector('[data-part=status]')];
    if (tells || status.textContent !== news.textContent) status.replaceChildren(...news.childNodes);
    main.replaceChildren(...fresh.querySelector('[data-part=main]').childNodes);
    for (const field of typed) {
      const next = document.getElementById(field.id);
      if (next) [next.value, next.checked] = [field.value, field.checked];
    }

    // What the page has put into the component is the page's, and the server's answer has a place for it.
    const place = main.querySelector('[data-slot=consent]');
    if (!consent) place?.remove();
    else if (place) place.replaceWith(consent);
    else this.#part('aside').append(consent);
    this.dataset.state = fresh.dataset.state;
    for (const slot of this.querySelectorAll('[data-for]')) slot.hidden = slot.dataset.for !== this.dataset.state;
    this.dataset.status = fresh.dataset.status;
    // Whoever was typing goes on; where the field is gone, the next step is as near.
    const next = focused && (focused.isConnected ? focused : focused.id && document.getElementById(focused.id) || this.#field);
    next?.focus();
    if (from != null && next?.id === focused.id && next.value === focused.value) next.setSelectionRange(from, to);
  }

  // No answer, or one that is not ours: a proxy's, a firewall's.
  #unanswered({ status }) {
    this.#error?.remove();
    const error = document.createElement('div');
    Object.assign(error, { className: 'offer18-otp__error', tabIndex: -1 });
    error.setAttribute('role', 'alert');
    error.dataset.unanswered = status;
    error.append(...this.#part(status ? 'refused' : 'offline').cloneNode(true).childNodes);
    this.#part('main').prepend(error);
    this.#title();
    error.focus();
  }

  #changed() {
    if (!this.dataset.status) return;
    // What is missing is said as any other error is, in the page's language.
    for (const form of this.#part('main').querySelectorAll('form')) form.noValidate = true;
    this.#tick();
    this.#title();
    this.#listenForSms();
    if (this.dataset.status !== this.#told) {
      this.#told = this.dataset.status;
      this.#fire('statechange');
    }
  }

  #fire(event) {
    return this.dispatchEvent(new CustomEvent(`offer18-otp:${event}`, {
      bubbles: true, composed: true, cancelable: event === 'verified', detail: JSON.parse(this.dataset.status),
    }));
  }

  #verified() {
    this.#isDone = true;
    if (this.#fire('verified') && !('stay' in this.dataset)) location.assign(JSON.parse(this.dataset.status).returnUrl);
  }

  #title() {
    const prefix = `${this.dataset.errorPrefix} `;
    const title = document.title.startsWith(prefix) ? document.title.slice(prefix.length) : document.title;
    document.title = this.#error ? prefix + title : title;
  }

  // Counts from when the answer came: the visitor's clock may be wrong, and only its pace is asked for.
  #tick() {
    const clock = this.querySelector('[data-countdown]');
    if (clock) {
      const left = secondsLeft(clock, clock.dataset.countdown);
      clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
      const line = clock.closest('p');
      line.style.visibility = left ? '' : 'hidden';
      const button = this.querySelector('[data-after]');
      if (button && !this.#busy) button.setAttribute('aria-disabled', left > 0);
      if (!left) button?.removeAttribute('aria-describedby');
    }
    const expiry = this.querySelector('[data-expires]');
    if (expiry && +expiry.dataset.expires && !secondsLeft(expiry, expiry.dataset.expires) && !expiry.told) {
      expiry.told = true;
      this.#refresh(true);
    }
  }

  #click(event) {
    if (event.target.closest('[data-look]')) {
      event.preventDefault();
      return this.#refresh(true, true);
    }
    const link = event.target.closest('.offer18-otp__error a[href*="#"]');
    const field = link && document.getElementById(link.hash.slice(1));
    if (field && this.contains(field) && field.matches('input, select, button, a')) {
      event.preventDefault();
      field.focus();
    }
  }

  #input({ target }) {
    if (target === this.#code && digitsOf(target.value).length === +this.dataset.autoSubmit) target.form.requestSubmit();
  }

  // A whole code takes the place of a former one. What is typed is left alone.
  #paste(event) {
    const { target } = event;
    const code = target === this.#code && codeIn(event.clipboardData.getData('text'), ...this.dataset.codeLength.split('-'));
    if (code) {
      event.preventDefault();
      fill(target, code);
    }
  }

  // WebOTP: the phone offers the code of a message that ends in "@this.host #123456".
  async #listenForSms() {
    if (!this.#code) {
      this.#ignoreSms();
    } else if (!this.#sms && 'OTPCredential' in window) {
      const sms = this.#sms = new AbortController();
      try {
        const { code } = await navigator.credentials.get({ otp: { transport: ['sms'] }, signal: sms.signal });
        if (this.#code) fill(this.#code, code);
      } catch {
        // No message, no permission, or aborted: the visitor types.
      }
    }
  }

  // The next answer that has a field for a code listens anew.
  #ignoreSms() {
    this.#sms?.abort();
    this.#sms = null;
  }
}

// Resolves to the element as the server renders it now, or to null. The browser parses the answer as a document: no text becomes
// HTML by our doing (Trusted Types), and a script in it would not run.
function ask(request, method, url, body) {
  return new Promise(resolve => {
    request.open(method, url);
    request.responseType = 'document';
    request.timeout = 60_000;
    request.setRequestHeader('Accept', 'text/html');
    request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    request.onloadend = () => resolve(request.response?.querySelector(name) ?? null);
    request.send(body);
  });
}

function fill(field, code) {
  field.value = code;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

function digitsOf(text) { return text.replace(/\P{Nd}/gu, ''); }

// The code in "123 456", "G-123456" or a whole message, in digits of any script. Where a message has two that could be it, the
// visitor knows better.
function codeIn(text, min, max) {
  const found = pattern => [...new Set([...text.matchAll(pattern)].map(match => digitsOf(match[0])))]
    .filter(digits => digits.length >= min && digits.length <= max);
  for (const pattern of [/^[\s\p{Cf}]*(?:\p{L}-)?[\p{Nd}\s\p{Cf}\p{Pd}.]*$/gu, /#\p{Nd}+\s*$/gu, /\p{Nd}+/gu, /\p{Nd}+(?:[\p{Zs}\p{Pd}]\p{Nd}+)*/gu]) {
    const codes = found(pattern);
    if (codes.length === 1) return codes[0];
    if (codes.length) return null;
  }
}

function withoutError({ dataset }) {
  return dataset.status?.replace(/,"error":"\w+"/, '');
}

function secondsLeft(element, seconds) {
  if (element.from !== seconds) {
    element.from = seconds;
    element.until = Date.now() + seconds * 1000;
  }
  return Math.max(0, Math.ceil((element.until - Date.now()) / 1000));
}

if (!customElements.get(name)) customElements.define(name, OtpVerification);

// Blazor: the two events reach the component's callbacks, in a circuit or in the browser.
export const afterStarted = blazor => events.forEach(event => blazor.registerCustomEventType(`offer18otp${event}`, {
  browserEventName: `offer18-otp:${event}`,
  createEventArgs: ({ detail }) => detail,
}));
export const afterWebStarted = afterStarted;
