/**
 * The identity that the server shows to clients over TLS: a chain of certificates and a private
 * key, read from PEM text and exchanged while connections go on. Knows no file, no clock and no
 * network; encrypting is the JDK's work.
 */
package io.lodestone.server.tls;
