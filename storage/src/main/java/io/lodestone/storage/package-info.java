/**
 * Files, and nothing above them: directories, append and read files, locks, checksummed headers and
 * footers.
 *
 * <p>This is the only place of the database that touches a disk, and the seam at which tests
 * replace the disk by one that crashes, fails and corrupts. It knows no word of the database's
 * domain.
 */
package io.lodestone.storage;
