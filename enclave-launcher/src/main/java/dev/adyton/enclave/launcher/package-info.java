/**
 * Starts enclave processes from images that it measured itself, and supervises them: as a library
 * ({@link dev.adyton.enclave.launcher.LocalLauncher}) or in a process of its own
 * ({@link dev.adyton.enclave.launcher.LauncherProcess}). Calls do not pass through here: whoever asked for the enclave connects to
 * its record socket.
 *
 * <h2>How an enclave starts</h2>
 *
 * <ol>
 *   <li>The image file is read once, checked and measured; nothing reads it again.
 *   <li>A directory that only this user may enter is made for the enclave's record socket.
 *   <li>A JVM is started with an empty environment, a class path that holds the enclave runtime and nothing else, and limits from
 *       the image's manifest. <em>The process will be confined here</em>: namespaces, resource limits and a system call filter are
 *       put around this JVM before it runs its first instruction.
 *   <li>The image's bytes and their measurement are handed over on the JVM's standard input; it measures them again and refuses
 *       what differs. Standard input then stays open as the life line: its end ends the enclave.
 *   <li>The JVM says that it is ready, or why not; a JVM that says neither within the boot timeout is killed.
 *   <li>When a host wants proof, the enclave asks for evidence on its standard output and gets it on its standard input. It says only what
 *       the evidence is to be bound to, 64 bytes. What is claimed of it ({@link dev.adyton.enclave.launcher.ImageClaims}) the launcher fixed from the image that it
 *       measured, before the process ran, so no image can claim to be another. Evidence is had in no other way, least of all by a client of
 *       {@link dev.adyton.enclave.launcher.LauncherProcess}.
 * </ol>
 *
 * <p>The enclave is not trusted by its launcher: what it writes is cut, cleaned and limited in rate, and it is killed when it
 * does not end after being asked, or asks for evidence in another way than {@code launcher.proto} says.
 *
 * <h2>Who dies with whom</h2>
 *
 * <p>An enclave ends with its launcher, however that ends. The launcher process ends with the process that started it, since
 * nobody could reach its enclaves any more; adopting the enclaves of a relay that crashed comes in a later version.
 */
@NullMarked
package dev.adyton.enclave.launcher;

import org.jspecify.annotations.NullMarked;
