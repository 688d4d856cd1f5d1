/**
 * What the process tells its operator, as structured lines on one stream. It knows no level to
 * switch, no file and no framework: collecting and filtering is the work of the system around it.
 */
package io.lodestone.server.log;
