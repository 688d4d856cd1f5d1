/**
 * Telling the outside what the server has done: in the place of a topic of SNS, one web hook that
 * the operator has named. It refuses to know what a notification is about, and never sends anything
 * to an address that a client has named.
 */
package io.lodestone.server.notification;
