/**
 * The AWS wire protocols, without any of the services: from an HTTP request to an {@link
 * io.lodestone.server.protocol.Operation} and back. Dispatch, JSON, validation in the words of AWS,
 * error forms, request ids, page tokens. It refuses to know what an operation does.
 */
package io.lodestone.server.protocol;
