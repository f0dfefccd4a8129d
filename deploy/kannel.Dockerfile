FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends kannel \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o kannel -g kannel /var/spool/kannel/store /var/spool/kannel/reports /run/cunkou-kannel
COPY kannel.conf /etc/kannel/template.conf
COPY smsc.conf /etc/kannel/smsc.conf
COPY --chmod=755 kannel-start.sh /usr/local/bin/kannel-start
# dialout owns serial modems.
RUN usermod --append --groups dialout kannel
USER kannel
VOLUME /var/spool/kannel
EXPOSE 13013
HEALTHCHECK --interval=15s --timeout=5s --start-period=10s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/13013"]
ENTRYPOINT ["kannel-start"]
