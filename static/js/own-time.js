// Says beside a time what clocks show where the reader is, if they show something else:
// <time datetime="2027-02-09T13:00:00+00:00" data-own-time="Europe/London">Tue 9 Feb 2027, 13:00</time>
function wall(instant, zone) {
  const options = { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB", options).formatToParts(instant).map((part) => [part.type, part.value]));
  return `${parts.weekday} ${parts.day} ${parts.month.slice(0, 3)} ${parts.year}, ${parts.hour}:${parts.minute}`;
}

for (const time of document.querySelectorAll("time[data-own-time]")) {
  const instant = new Date(time.dateTime);
  const own = wall(instant, undefined);
  if (own === wall(instant, time.dataset.ownTime)) continue;
  const said = document.createElement("span");
  said.className = "own-time";
  said.textContent = `${own} where you are`;
  time.after(said);
}
