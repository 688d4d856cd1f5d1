package io.lodestone.server.notification;

/** Takes notifications, and tells them when it can. Safe for several threads. */
@FunctionalInterface
public interface Notifier {
  /** Tells nobody. */
  Notifier SILENT = _ -> {};

  /** Takes a notification. Waits for nothing and never throws: what cannot be told is logged. */
  void send(Notification notification);
}
