/** The room on the disk, and what is refused when it runs short. Knows no log and no segment. */
package io.lodestone.engine.disk;
