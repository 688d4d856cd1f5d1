package io.lodestone.engine.catalog;

/** What a change in a stream shows of the point that was changed. Codes are frozen for ever. */
public enum StreamView {
  /** Its series and time only. */
  KEYS_ONLY(1),
  /** The point as it is after the change. */
  NEW_IMAGE(2),
  /** The point as it was before the change. */
  OLD_IMAGE(3),
  /** Both. */
  NEW_AND_OLD_IMAGES(4);

  private final int code;

  StreamView(int code) {
    this.code = code;
  }

  /** How files tell it. */
  public int code() {
    return code;
  }

  /** Whether a change carries the point as it was before. */
  public boolean hasOldImage() {
    return this == OLD_IMAGE || this == NEW_AND_OLD_IMAGES;
  }

  /** Whether a change carries the point as it is after. */
  public boolean hasNewImage() {
    return this == NEW_IMAGE || this == NEW_AND_OLD_IMAGES;
  }

  /**
   * The view of a code.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static StreamView ofCode(int code) {
    for (StreamView view : values()) {
      if (view.code == code) {
        return view;
      }
    }
    throw new IllegalArgumentException("no view has the code " + code);
  }
}
