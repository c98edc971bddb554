// The network of the verifiers. Loaded before anything else (node --import),
// it leads every TLS connection, whoever opens it, to the one server of the
// test, which answers by host name. Any other connection is refused and noted.
import net from 'node:net';
import tls from 'node:tls';

const port = Number(process.env.INTEROP_PORT);

// What was refused: a verifier that asked for it judged something else than
// what is published.
export const refused = [];

const open = tls.connect;
tls.connect = (options, ...rest) => {
  const host = options.servername || options.host;
  if(options.host === undefined || Number(options.port) !== 443) {
    refuse(`${host}:${options.port}`);
  }
  return open({...options, host: '127.0.0.1', port, servername: host}, ...rest);
};

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function(...args) {
  const [to] = Array.isArray(args[0]) ? args[0] : args;
  if(to?.host !== '127.0.0.1' || Number(to?.port) !== port) {
    refuse(`${to?.host ?? to?.path ?? to}:${to?.port ?? ''}`);
  }
  return connect.apply(this, args);
};

function refuse(where) {
  refused.push(where);
  throw new Error(`no verifier may connect to ${where}`);
}
