package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// certificate writes a self-signed certificate for 127.0.0.1 and its key.
func certificate(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "redis"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: raw}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// tlsRedis is a redis-server that speaks TLS only.
func tlsRedis(t *testing.T) (addr, cert string) {
	t.Helper()
	cert, key := certificate(t)
	addr = freeAddr(t)
	_, port, _ := net.SplitHostPort(addr)
	server := exec.Command("redis-server", "--port", "0", "--tls-port", port, "--bind", "127.0.0.1", "--dir", t.TempDir(), "--appendonly", "yes",
		"--save", "", "--loglevel", "warning", "--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", cert, "--tls-auth-clients", "no")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) { // polls another process
		c, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true}) // only asks whether it listens
		if err == nil {
			_ = c.Close()
			return addr, cert
		}
		if time.Now().After(deadline) {
			t.Fatalf("redis-server does not speak TLS: %v", err)
		}
	}
}

// rediss:// is a register over TLS, and a certificate that nobody vouches for
// is refused.
func TestARegisterOverTLS(t *testing.T) {
	t.Parallel()
	p := newPlant(t)
	addr, cert := tlsRedis(t)
	p.env["REDIS_URL"] = "rediss://" + addr
	p.launch()
	if status := p.exits(20 * time.Second); status != 1 {
		t.Errorf("an unknown certificate: status %d", status)
	}
	p.env["SSL_CERT_FILE"] = cert
	p.start()
	if number, err := p.report(p.ctx, sanne, "Klacht melden", p.oral()...); err != nil || number != "K-2026-0001" {
		t.Errorf("%s, %v", number, err)
	}
	p.clean()
}
