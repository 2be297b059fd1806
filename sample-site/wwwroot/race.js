/* A client of a hub, one method of which has a gate: its answer "otp_required" is what the page acts on. */
const race = document.querySelector('.race');
const [way, step, gate, lost] = ['progress', 'button', '.race__gate', '.race__lost'].map(part => race.querySelector(part));
const hub = new signalR.HubConnectionBuilder().withUrl(race.dataset.hub).withAutomaticReconnect().build();

hub.on('moved', position => { way.value = position; });
hub.onclose(() => { lost.hidden = false; step.hidden = true; });

step.addEventListener('click', async () => {
  try {
    await hub.invoke('Step');
    gate.hidden = true;
  } catch (error) {
    gate.hidden = !error.message.includes('otp_required');
    lost.hidden = !gate.hidden;
  }
});

try {
  await hub.start();
  way.value = await hub.invoke('Position');
  step.hidden = false;
} catch {
  lost.hidden = false;
}
