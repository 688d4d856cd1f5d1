package io.lodestone.server.timestream.scheduled;

/** How a run ended, and who asked for it. The names are those of the service. */
enum RunStatus {
  AUTO_TRIGGER_SUCCESS,
  AUTO_TRIGGER_FAILURE,
  MANUAL_TRIGGER_SUCCESS,
  MANUAL_TRIGGER_FAILURE;

  static RunStatus of(boolean manual, boolean success) {
    if (manual) {
      return success ? MANUAL_TRIGGER_SUCCESS : MANUAL_TRIGGER_FAILURE;
    }
    return success ? AUTO_TRIGGER_SUCCESS : AUTO_TRIGGER_FAILURE;
  }

  boolean isFailure() {
    return this == AUTO_TRIGGER_FAILURE || this == MANUAL_TRIGGER_FAILURE;
  }
}
