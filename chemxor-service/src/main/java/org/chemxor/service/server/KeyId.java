package org.chemxor.service.server;

/**
 * Which key set.
 *
 * @param program id of the program they are for, in hexadecimal
 * @param digest SHA-256 of their bytes, in hexadecimal
 */
record KeyId(String program, String digest) {}
