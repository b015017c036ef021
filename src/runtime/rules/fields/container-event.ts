import { type CaptureEvent, EventType } from '#runtime/events/event.ts';

/** Name of the asynchronous events that describe a new container. */
const added = 'container';

/** Whether the event describes a container that came up. */
export function describesContainer(event: CaptureEvent): boolean {
  return (
    event.type === EventType.CONTAINER_JSON_2_E || (event.type === EventType.ASYNCEVENT_E && event.text(1) === added)
  );
}
