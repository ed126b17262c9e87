package io.leat.server.http;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.server.avatica.Limits;
import io.leat.server.avatica.ProtocolHandler;
import io.leat.server.engine.Engine;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The server's one port: {@code POST /} takes Avatica's protobuf requests, {@code GET /health} says
 * whether it runs. The engine is the caller's to close.
 */
public final class HttpServer implements AutoCloseable {
  /** Only programs on the same machine reach this address. */
  public static final String LOOPBACK = "127.0.0.1";

  public static final int DEFAULT_PORT = 8585;

  private static final int MAX_REQUEST_BYTES = 16 << 20;
  private static final int BACKLOG = 1024;
  private static final long CLOSE_SECONDS = 2;

  /**
   * For which a read makes room, in bytes. With less, as Netty would make it after small requests,
   * the next one that fills it, or is cut off by it, takes a second read.
   */
  private static final int LEAST_READ_BYTES = 2 << 10;

  private static final int MOST_READ_BYTES = 64 << 10;

  /** The properties of Netty's by which a user says how closely leaks of buffers are watched. */
  private static final List<String> LEAK_DETECTION =
      List.of("io.netty.leakDetection.level", "io.netty.leakDetectionLevel");

  static {
    // Netty watches one buffer in 128 by itself, with a stack trace for each and calls to buffers
    // that are slower for all, which short requests feel. Our tests watch every buffer instead.
    if (LEAK_DETECTION.stream().noneMatch(name -> System.getProperty(name) != null)) {
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }
  }

  private final EventLoopGroup acceptor;
  private final EventLoopGroup eventLoops;
  private final ChannelGroup channels;
  private final ProtocolHandler protocol;
  private final int port;

  private HttpServer(
      EventLoopGroup acceptor,
      EventLoopGroup eventLoops,
      ChannelGroup channels,
      ProtocolHandler protocol,
      int port) {
    this.acceptor = acceptor;
    this.eventLoops = eventLoops;
    this.channels = channels;
    this.protocol = protocol;
    this.port = port;
  }

  /**
   * Listens on an address.
   *
   * @param port 0 for any free one
   * @throws LeatException if the address is taken, unknown or not allowed
   */
  public static HttpServer start(Engine engine, String host, int port) {
    return start(engine, host, port, Limits.DEFAULT);
  }

  /** As {@link #start(Engine, String, int)}, with other waiting times for clients. */
  public static HttpServer start(Engine engine, String host, int port, Limits limits) {
    ProtocolHandler protocol = new ProtocolHandler(engine, true, limits);
    EventLoopGroup acceptor =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("leat-accept", true), NioIoHandler.newFactory());
    EventLoopGroup eventLoops =
        new MultiThreadIoEventLoopGroup(
            eventLoops(), new DefaultThreadFactory("leat-http", true), NioIoHandler.newFactory());
    ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(acceptor, eventLoops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(
                    LEAST_READ_BYTES, LEAST_READ_BYTES, MOST_READ_BYTES))
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channels.add(channel);
                    channel
                        .pipeline()
                        .addLast(
                            new HttpRequestDecoder(decoding()),
                            new HttpResponseEncoder(),
                            new HttpObjectAggregator(MAX_REQUEST_BYTES),
                            new HttpExchange(protocol.connect()));
                  }
                });
    try {
      Channel listener = bootstrap.bind(host, port).sync().channel();
      channels.add(listener);
      int bound = ((InetSocketAddress) listener.localAddress()).getPort();
      return new HttpServer(acceptor, eventLoops, channels, protocol, bound);
    } catch (Exception e) {
      protocol.close();
      var unusedAcceptor = acceptor.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
      var unused = eventLoops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
      throw cannotListen(host, port, e);
    }
  }

  /** Headers are not looked at for signs that none may have: nothing is made of their values. */
  private static HttpDecoderConfig decoding() {
    return new HttpDecoderConfig().setValidateHeaders(false);
  }

  /** One for each processor: they do all short statements, and more would stand in line for it. */
  private static int eventLoops() {
    return Math.max(2, Runtime.getRuntime().availableProcessors());
  }

  private static LeatException cannotListen(String host, int port, Exception cause) {
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return new LeatException(SqlState.SHUTTING_DOWN, "interrupted while opening the port");
    }
    String text = String.valueOf(cause.getMessage());
    if (cause instanceof BindException && text.contains("in use")) {
      return new LeatException(
          SqlState.CONFIGURATION_ERROR,
          "port %d on %s is already in use".formatted(port, host),
          null,
          "stop the other program, or choose another port with --port",
          cause);
    }
    if (cause instanceof UnresolvedAddressException
        || cause instanceof java.net.UnknownHostException) {
      return new LeatException(
          SqlState.CONFIGURATION_ERROR,
          "host '%s' is not known".formatted(host),
          null,
          "give the name or address of one of this machine's networks, such as " + LOOPBACK,
          cause);
    }
    return new LeatException(
        SqlState.CONFIGURATION_ERROR,
        "cannot listen on port %d of %s: %s".formatted(port, host, text),
        null,
        "choose an address of this machine and a port that you may use",
        cause);
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** The sessions and statements of its clients. */
  public ProtocolHandler protocol() {
    return protocol;
  }

  /** Ends all clients' queries and sessions, answers what waits, and frees the port. */
  @Override
  public void close() {
    protocol.close();
    channels.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    var accepting = acceptor.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    eventLoops
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    accepting.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
