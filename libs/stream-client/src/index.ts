export { type NotificationStream, connect } from './notification-stream.js';
export { StreamError, type StreamErrorCode } from './stream.error.js';
export type {
  ClosedReason,
  NotificationType,
  OfflineReason,
  SkippedMessages,
  StreamEvents,
  StreamNotification,
  StreamOptions,
  StreamStatus,
  StreamTiming,
  TokenRequest,
} from './stream.types.js';
