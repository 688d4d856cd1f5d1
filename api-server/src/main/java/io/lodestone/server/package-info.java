/**
 * The process: its command line, its configuration, and the one place where everything is put
 * together. Nothing here is about a request; that is the business of the packages below.
 */
package io.lodestone.server;
