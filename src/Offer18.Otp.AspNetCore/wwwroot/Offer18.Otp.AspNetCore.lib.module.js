/*
 * Blazor's script loads this file by its name. It makes the two events of <OtpVerification> reach the component's callbacks, and
 * loads the component's module after enhanced navigation, because a browser does not run the script tag of a page that was merged.
 */
const register = blazor => ['statechange', 'verified'].forEach(event => blazor.registerCustomEventType(`offer18otp${event}`, {
  browserEventName: `offer18-otp:${event}`,
  createEventArgs: ({ detail }) => detail,
}));

function loadModule() {
  for (const { src } of document.querySelectorAll('offer18-otp-verification > script[type=module]')) import(src);
}

export const afterStarted = register;

export function afterWebStarted(blazor) {
  register(blazor);
  blazor.addEventListener('enhancedload', loadModule);
}
